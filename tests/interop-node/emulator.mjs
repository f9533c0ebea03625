import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Starts the emulator's command on a free port, from what has been built. */
async function start(...parameters) {
  const process = spawn("dotnet", ["run", "--no-build", "--project", "src/Opper.Emulator.Tool", "--", ...parameters, "--port", "0"], {
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

/**
 * An emulator with its state in memory; where OPPER_CASSETTE names a file, one that records such an emulator to it (OPPER_CASSETTES=record), or one
 * that answers from it with no other server (OPPER_CASSETTES=replay).
 */
export async function startEmulator() {
  const { OPPER_CASSETTES: mode, OPPER_CASSETTE: cassette } = process.env;
  if (mode === "replay") {
    return start("replay", "--cassette", cassette);
  }

  const origin = await start("--data", ":memory:");
  if (mode !== "record") {
    return origin;
  }

  const recorder = await start("record", "--upstream", origin.address, "--cassette", cassette);
  return { address: recorder.address, stop: () => { recorder.stop(); origin.stop(); } };
}
