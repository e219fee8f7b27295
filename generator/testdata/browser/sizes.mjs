// Prints the size of each file named on standard input, one a line, as a host
// sends it: compressed with brotli.
import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";

for (const name of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  console.log(brotliCompressSync(readFileSync(name)).length);
}
