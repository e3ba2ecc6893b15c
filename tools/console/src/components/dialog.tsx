// A modal dialog on the platform's <dialog>: the page behind is inert, Escape closes, focus returns
// to where it was. Tab stays inside even where the browser would leave for its own controls.

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

import { Icon } from "./icons";

interface DialogProps {
  title: ComponentChildren;
  class_name?: string;
  on_close: () => void;
  children: ComponentChildren;
}

const focusable = "a[href], button:not(:disabled), input, select, textarea, [tabindex='0']";

function keep_inside(event: KeyboardEvent): void {
  if (event.key !== "Tab") return;
  const dialog = event.currentTarget as HTMLDialogElement;
  const stops = [...dialog.querySelectorAll<HTMLElement>(focusable)].filter((e) => e.tabIndex >= 0);
  const first = stops[0];
  const last = stops[stops.length - 1];
  const leaves = event.shiftKey
    ? document.activeElement === first
    : document.activeElement === last;
  if (!leaves) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}

export function Dialog({ title, class_name = "", on_close, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    element.current?.showModal();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const on_backdrop = (event: MouseEvent) => {
    if (event.target === element.current) on_close();
  };
  const on_cancel = (event: Event) => {
    event.preventDefault();
    on_close();
  };
  return (
    <dialog
      ref={element}
      class={`dialog ${class_name}`}
      aria-labelledby="dialog-title"
      onClick={on_backdrop}
      onCancel={on_cancel}
      onKeyDown={keep_inside}
    >
      <div class="dialog-body">
        <header class="dialog-header">
          <h2 id="dialog-title">{title}</h2>
          <button type="button" class="icon-button" aria-label="Close" onClick={on_close}>
            <Icon name="close" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
