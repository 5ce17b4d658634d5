/** The mark of the product. */
export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#0b6b5d" />
      <path d="M16 7v18M7 16h18" stroke="#fff" strokeWidth="4.5" strokeLinecap="round" />
      <circle cx="23.5" cy="8.5" r="3.5" fill="#f2b84b" />
    </svg>
  );
}
