/*
 * Node's clients, got without an import: the namespace of `node:http` reads every export of it, one of which loads a second
 * HTTP client that nobody here uses. It cost every start of an engine a tenth of a second. And they are got when something
 * is sent: a start sends nothing.
 */
export const builtinHttp = {
  get plain() {
    return process.getBuiltinModule("node:http");
  },
  get tls() {
    return process.getBuiltinModule("node:https");
  },
} as const;
