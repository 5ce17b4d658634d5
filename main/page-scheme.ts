import { protocol } from "electron";

/** A scheme of our own, with the rights of a secure page. Before the program is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: "app", privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}
