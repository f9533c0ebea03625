import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

// The NSwag that the C# client is made with, from where NuGet has put it.
const opper = fileURLToPath(new URL("../../src/Opper/Opper.csproj", import.meta.url));
const tools = execFileSync("dotnet", ["msbuild", opper, "-getProperty:NSwagDir_Net100", "-p:TargetFramework=net10.0"], { encoding: "utf8" }).trim();
if (!tools) {
  throw new Error("NSwag.MSBuild is not restored. Run 'dotnet restore' first.");
}

execFileSync("dotnet", [`${tools}/dotnet-nswag.dll`, "run", "nswag.json"], { stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, DOTNET_ROLL_FORWARD: "Major" } });
