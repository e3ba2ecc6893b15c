// What the pages beside the floor share: a heading that takes the focus, how fresh the answer is, and
// the states of having none.

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

import type { Look } from "../look";
import { ErrorFacts, Failure, Loading } from "./states";

interface PageProps<T extends { position: string }> {
  title: ComponentChildren;
  /** What is loading, in words. */
  what: string;
  look: Look<T>;
  tools?: ComponentChildren;
  children: (answer: T) => ComponentChildren;
}

export function PageOf<T extends { position: string }>(props: PageProps<T>) {
  const { title, what, look, tools, children } = props;
  const { answer, error } = look.loaded.value;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // A page that was gone to is read from its heading on; the first one leaves the focus alone.
    if (document.activeElement?.closest(".nav, .page") != null) heading.current?.focus();
  }, []);
  const retry = () => look.request();
  return (
    <main class="page" id="page" tabIndex={-1} data-position={answer?.position}>
      <header class="page-header">
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <span class="spacer" />
        {tools}
      </header>
      {answer !== undefined && error !== undefined && (
        <p class="page-error" role="alert">
          Not renewed: {error.message} <ErrorFacts error={error} />{" "}
          <button type="button" class="button is-small" onClick={retry}>
            Try again
          </button>
        </p>
      )}
      {answer !== undefined ? (
        children(answer)
      ) : error !== undefined ? (
        <Failure error={error} on_retry={retry} />
      ) : (
        <Loading what={what} />
      )}
    </main>
  );
}

export function Card({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="card" aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

export function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>{children || "–"}</dd>
    </div>
  );
}
