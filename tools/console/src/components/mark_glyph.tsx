// The shape of a mark: an inverted cone or a bar with a sign in its circle. Every status differs by
// sign and by filling, so that the shapes tell as much without any colour.

import type { MarkStatus } from "../timeline/marks";
import { mark_style } from "../timeline/style";

const signs: Record<MarkStatus, preact.JSX.Element> = {
  planned: <circle cx="12" cy="10" r="2" class="glyph-dot" />,
  waiting: <circle cx="12" cy="10" r="5" class="glyph-line is-dashed" />,
  open: <circle cx="12" cy="10" r="5" class="glyph-line" />,
  warned: <path d="M12 4.6 17 13.4H7z" class="glyph-line" />,
  held: <path d="M9.8 6.5v7M14.2 6.5v7" class="glyph-line is-thick" />,
  violated: <path d="M12 4.6v6.6M12 14.4v.6" class="glyph-line is-thick" />,
  met: <path d="M7.6 10.2l3 3.2 5.6-6.6" class="glyph-line is-thick" />,
  met_late: <path d="M7.6 8.2l3 3 5.6-6M7.4 15.2h9.2" class="glyph-line is-thick" />,
  cancelled: <path d="M8 14 16 6" class="glyph-line" />,
};

const cone = "M1.5 1.5h21L12 29.5z";
const bar = "M4 1.5h16v28H4z";
const half_cone = "M1.5 1.5H12v28z";
const half_bar = "M4 1.5h8v28H4z";

export function MarkGlyph({ status }: { status: MarkStatus }) {
  const bars = mark_style.value === "bars";
  return (
    <svg class={`glyph is-${status}`} viewBox="0 0 24 31" aria-hidden="true">
      <path d={bars ? bar : cone} class="glyph-body" />
      {status === "met_late" && <path d={bars ? half_bar : half_cone} class="glyph-half" />}
      {signs[status]}
    </svg>
  );
}
