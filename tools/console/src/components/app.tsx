// The page: header, whichever page the address names, and whatever dialog is open.

import { useEffect } from "preact/hooks";

import { route } from "../route";
import { announcement, dialog, on_page_key } from "../ui";
import { CasePage } from "./case_page";
import { CasesPage } from "./cases_page";
import { CompliancePage } from "./compliance_page";
import { CustomerPage } from "./customer_page";
import { CustomersPage } from "./customers_page";
import { FloorPage } from "./floor_page";
import { Header } from "./header";
import { HoursPage } from "./hours_page";
import { SharedPatterns } from "./icons";
import { ProcessesPage } from "./processes_page";
import { PromisesPage } from "./promises_page";
import { ShortcutsDialog, TenantDialog, TokenDialog } from "./settings_dialogs";

export function App({ tenant }: { tenant: string }) {
  useEffect(() => {
    document.addEventListener("keydown", on_page_key);
    return () => document.removeEventListener("keydown", on_page_key);
  }, []);
  const floor = route.value.page === "floor";
  return (
    <>
      <a class="skip-link" href={floor ? "#queues" : "#page"} onClick={skip}>
        Skip to the {floor ? "floor" : "page"}
      </a>
      <SharedPatterns />
      <Header tenant={tenant} />
      <CurrentPage />
      <Dialogs tenant={tenant} />
      <Announcer />
    </>
  );
}

/** The address names the page, so a fragment of it is gone to by hand. */
function skip(event: MouseEvent): void {
  const id = (event.currentTarget as HTMLAnchorElement).hash.slice(1);
  event.preventDefault();
  document.getElementById(id)?.focus();
}

function CurrentPage() {
  const { page, id } = route.value;
  if (page === "promises") return <PromisesPage />;
  if (page === "compliance") return <CompliancePage />;
  if (page === "processes") return <ProcessesPage />;
  if (page === "hours") return <HoursPage />;
  if (page === "customers") {
    return id === "" ? <CustomersPage /> : <CustomerPage key={id} id={id} />;
  }
  if (page === "cases") return id === "" ? <CasesPage /> : <CasePage key={id} id={id} />;
  return <FloorPage />;
}

function Announcer() {
  return (
    <p class="visually-hidden" aria-live="polite">
      {announcement.value}
    </p>
  );
}

function Dialogs({ tenant }: { tenant: string }) {
  if (dialog.value === "shortcuts") return <ShortcutsDialog />;
  if (dialog.value === "token") return <TokenDialog />;
  return dialog.value === "tenant" ? <TenantDialog tenant={tenant} /> : null;
}
