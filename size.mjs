import { createRequire } from "node:module"
import { readFileSync } from "node:fs"
import { pathToFileURL } from "node:url"
const root=process.cwd()+"/"
const require=createRequire(root)
const solc=require("solc")
const {optimized}=await import(pathToFileURL(root+"hardhat.config.ts"))
const sources={}
import {join,posix} from "node:path"
const open=(n)=>{ if(sources[n])return; const c=readFileSync(n.startsWith("@")?require.resolve(n):root+n,"utf8"); sources[n]={content:c}; for(const m of c.matchAll(/^import[^"]*"([^"]+)"/gm)){const p=m[1]; open(p.startsWith(".")?posix.join(posix.dirname(n),p):p)} }
open("contracts/RentalEscrow.sol")
for(const runs of process.argv.slice(2).map(Number)){
const s=structuredClone(optimized.settings); s.optimizer.runs=runs; s.outputSelection={"contracts/RentalEscrow.sol":{RentalEscrow:["evm.deployedBytecode.object"]}}
const out=JSON.parse(solc.compile(JSON.stringify({language:"Solidity",sources,settings:s})))
const errs=(out.errors||[]).filter(e=>e.severity==="error"); if(errs.length){console.log(errs.map(e=>e.formattedMessage).join("\n"));process.exit(1)}
console.log(runs, out.contracts["contracts/RentalEscrow.sol"].RentalEscrow.evm.deployedBytecode.object.length/2)}
