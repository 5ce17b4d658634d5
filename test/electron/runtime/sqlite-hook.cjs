// Loaded into the processes of the older Electron before anything else: the SQLite that it can load, in the place of the
// product's own.
const dlopen = process.dlopen.bind(process);
const file = process.env["ONESTOP_TEST_SQLITE"] ?? "";
process.dlopen = (module, path, ...rest) => {
  dlopen(module, /better-sqlite3[\\/]prebuilds[\\/]/.test(path) ? file : path, ...rest);
};
