// Starts the page: one store for the tenant of the address, one root component.

import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/header.css";
import "./styles/kpi.css";
import "./styles/panels.css";
import "./styles/grid.css";
import "./styles/cells.css";
import "./styles/dialog.css";

import { render } from "preact";

import { Api } from "./api";
import { server_clock, start_ticking } from "./clock";
import { App } from "./components/app";
import { StoreContext } from "./context";
import { conversation_of_address, show_theme, tenant_of_address, token } from "./settings";
import { FloorStore } from "./store";

show_theme();
start_ticking();

const tenant = tenant_of_address();
const api = new Api({
  tenant,
  token: () => token.value,
  on_server_time: (server_ms) => server_clock.observe(server_ms),
});
const store = new FloorStore(api);
store.open(conversation_of_address());
store.start();
document.title = `${tenant} · Parley console`;

const root = document.getElementById("app");
if (root === null) throw new Error("index.html has no #app");
render(
  <StoreContext.Provider value={store}>
    <App tenant={tenant} />
  </StoreContext.Provider>,
  root,
);
