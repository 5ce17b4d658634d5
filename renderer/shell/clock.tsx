import { useEffect, useState } from "react";

import { shanghaiNow } from "./engine-time.ts";

/** The time in Shanghai by the engine's clock. */
export function Clock({ aheadMs }: { readonly aheadMs: number }) {
  const [text, setText] = useState(() => shown(aheadMs));
  useEffect(() => {
    const timer = setInterval(() => setText(shown(aheadMs)), 1000);
    return () => clearInterval(timer);
  }, [aheadMs]);
  return (
    <time className="clock" dateTime={text.replace(" ", "T")}>
      {text}
    </time>
  );
}

function shown(aheadMs: number): string {
  return shanghaiNow(aheadMs).slice(0, 16).replace("T", " ");
}
