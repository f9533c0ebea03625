import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Starts the emulator on a free port, with its state in memory, from what has been built. */
export async function startEmulator() {
  const process = spawn("dotnet", ["run", "--no-build", "--project", "src/Opper.Emulator.Tool", "--", "--port", "0", "--data", ":memory:"], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: process.stdout })) {
    const address = /OPPER_BASE_URL=(\S+)/.exec(line)?.[1];
    if (address) {
      return { address, stop: () => process.kill("SIGTERM") };
    }
  }

  throw new Error("The emulator ended before it said its address. Is it built?");
}
