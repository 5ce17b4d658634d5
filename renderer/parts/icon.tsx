import "./icon.css";

/** Line drawings on a grid of 24. A screen that needs one adds its path. */
const paths = {
  desk: "M3 10h18v9H3zM6 10V5h12v5M8 14.5h3M14 14.5h2",
  history: "M4 12a8 8 0 1 0 2.500-5.800L4 8.500M4 4v4.500h4.500M12 8v4.500l3 2",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  menu: "M4 7h16M4 12h16M4 17h16",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4.5 20.5c.8-4 3.7-6 7.5-6s6.700 2 7.5 6",
  scan: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M7 8v8M10 8v8M13.500 8v8M17 8v8",
  warn: "M12 4 2.500 20h19zM12 10v4.500M12 17.200v.1",
  check: "M4.500 12.500 10 18 20 6.500",
  cross: "M6 6l12 12M18 6 6 18",
  link: "M9 15l6-6M10.500 6.500l1.500-1.500a4.200 4.200 0 0 1 6 6l-1.500 1.500M13.500 17.500 12 19a4.200 4.200 0 0 1-6-6l1.500-1.500",
  send: "M4 12 20 4l-5 16-3.500-6.500z",
  chart: "M4 20V4M4 20h16M8 17v-5M12 17V8M16 17v-7",
  closing: "M5 4h14v17H5zM9 4V2.500h6V4M8.500 9h7M8.500 12.500l2.500 2.500 4.500-4.500",
  audit: "M6 3.500h9l4 4V20.500H6zM14.500 3.500v4.500H19M9 12h7M9 15h7M9 18h4",
  rules: "M12 4v16M7 20h10M5 7h14M5 7l-3 7h6zM19 7l-3 7h6zM2 14a3 3 0 0 0 6 0M16 14a3 3 0 0 0 6 0",
  settings: "M4 7h9M17 7h3M4 12h3M11 12h9M4 17h9M17 17h3M13 5v4h4V5zM7 10v4h4v-4zM13 15v4h4v-4z",
  guide:
    "M12 6.500C10 5 7 4.500 4 5v14c3-.500 6 0 8 1.500M12 6.500c2-1.500 5-2 8-1.500v14c-3-.500-6 0-8 1.500M12 6.500v14",
  flask:
    "M9.500 3.500h5M10.500 3.500V10l-5 8.500a1.500 1.500 0 0 0 1.300 2h10.400a1.500 1.500 0 0 0 1.300-2l-5-8.500V3.500M8 15h8",
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
