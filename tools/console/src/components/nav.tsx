// From page to page.

import { href_of, route, type Page } from "../route";

const pages: readonly [Page, string][] = [
  ["floor", "Floor"],
  ["promises", "Promises"],
  ["cases", "Cases"],
  ["compliance", "Compliance"],
  ["processes", "Processes"],
  ["customers", "Customers"],
  ["hours", "Hours"],
];

export function Nav() {
  return (
    <nav class="nav" aria-label="Pages">
      <ul>
        {pages.map(([page, name]) => (
          <li key={page}>
            <a href={href_of(page)} aria-current={route.value.page === page ? "page" : undefined}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
