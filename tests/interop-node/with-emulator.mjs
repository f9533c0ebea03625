import { spawn } from "node:child_process";
import { once } from "node:events";
import { startEmulator } from "./emulator.mjs";

// Runs a command while the emulator is up: node with-emulator.mjs COMMAND ARGUMENTS… Its address is in OPPER_BASE_URL.
const [command, ...parameters] = process.argv.slice(2);
const emulator = await startEmulator();
try {
  const child = spawn(command, parameters, { stdio: "inherit", env: { ...process.env, OPPER_BASE_URL: emulator.address, OPPER_API_KEY: "any" } });
  const [code] = await once(child, "exit");
  process.exitCode = code ?? 1;
} finally {
  emulator.stop();
}
