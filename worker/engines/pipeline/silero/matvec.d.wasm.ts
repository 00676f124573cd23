/** `matvec.wat`, compiled; wrangler gives the module of a `.wasm` file. */
declare const matvec: WebAssembly.Module
export default matvec
