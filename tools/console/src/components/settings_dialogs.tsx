// The small dialogs: shortcuts, access token, tenant.

import { useState } from "preact/hooks";

import { open_tenant, recent_tenants, set_token, token } from "../settings";
import { dialog } from "../ui";
import { Dialog } from "./dialog";

const close = () => (dialog.value = "none");

const shortcuts: readonly [string[], string][] = [
  [["/"], "Search the panel that has the focus, else conversations"],
  [["1", "2", "3", "4"], "Go to queues, agents, conversations, events"],
  [["↑", "↓", "PgUp", "PgDn", "Home", "End"], "Move in a list (also j, k)"],
  [["←", "→"], "Visit the buttons of a row"],
  [["Enter"], "Open a conversation, or narrow to a queue or agent"],
  [["p"], "Pause or resume the events"],
  [["Esc"], "Close, or clear the search"],
  [["?"], "This help"],
];

export function ShortcutsDialog() {
  return (
    <Dialog title="Keyboard shortcuts" on_close={close}>
      <dl class="shortcuts">
        {shortcuts.map(([keys, deed]) => (
          <div key={deed}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{deed}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

export function TokenDialog() {
  const [value, set_value] = useState(token.value);
  const save = (event: Event) => {
    event.preventDefault();
    set_token(value);
    location.reload();
  };
  return (
    <Dialog title="Access token" on_close={close}>
      <form class="form" onSubmit={save}>
        <p>
          Paste a token that <code>parley token</code> made. It stays in this tab and is gone when
          the tab closes. A server in development mode needs none.
        </p>
        <label>
          Token
          <textarea
            rows={4}
            spellcheck={false}
            autocomplete="off"
            value={value}
            onInput={(event) => set_value(event.currentTarget.value)}
          />
        </label>
        <div class="form-buttons">
          <button type="button" class="button" onClick={() => set_value("")}>
            Clear
          </button>
          <button type="submit" class="button is-primary">
            Use token
          </button>
        </div>
      </form>
    </Dialog>
  );
}

export function TenantDialog({ tenant }: { tenant: string }) {
  const [value, set_value] = useState(tenant);
  const open = (event: Event) => {
    event.preventDefault();
    if (value.trim() !== "") open_tenant(value.trim());
  };
  const others = recent_tenants(tenant).filter((name) => name !== tenant);
  return (
    <Dialog title="Tenant" on_close={close}>
      <form class="form" onSubmit={open}>
        <label>
          Tenant
          <input value={value} onInput={(event) => set_value(event.currentTarget.value)} />
        </label>
        {others.length > 0 && (
          <p class="recent">
            <span class="muted">Lately</span>
            {others.map((name) => (
              <button key={name} type="button" class="button" onClick={() => open_tenant(name)}>
                {name}
              </button>
            ))}
          </p>
        )}
        <div class="form-buttons">
          <button type="submit" class="button is-primary">
            Open
          </button>
        </div>
      </form>
    </Dialog>
  );
}
