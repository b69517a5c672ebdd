import { loadConfigFromFile, build } from 'vite';
let { config } = await loadConfigFromFile({command:'build',mode:'production'}, 'electron.vite.config.ts');
if (typeof config==='function') config=await config({mode:'production',command:'build'});
const which = process.argv[2]; const want=new RegExp(process.argv[3]||'.'); const deep=process.argv[4]; const depth=Number(process.argv[5]||4);
const plug={name:'an',generateBundle(_,b){ for(const c of Object.values(b)){ if(c.type!=='chunk'||!want.test(c.fileName))continue; const g={};let tot=0; for(const [id,m] of Object.entries(c.modules)){ const p=id.replace(/\0/g,''); let k=p.match(/node_modules\/((?:@[^/]+\/)?[^/]+)(\/.*)?/); let key=k?k[1]:p.replace('/work/main/','').split('/').slice(0,3).join('/'); if(deep&&k&&k[1]===deep) key=k[1]+(k[2]||'').split('/').slice(0,depth).join('/'); g[key]=(g[key]||0)+m.renderedLength; tot+=m.renderedLength;} console.log(c.fileName,'rendered',tot,'min',c.code.length, 'imports',c.imports.join(' ')); for(const [k,v] of Object.entries(g).sort((a,b)=>b[1]-a[1]).slice(0,30)) console.log(String(v).padStart(9),k);} }};
const c=config[which];
if(which==='renderer') await build({...c,configFile:false,root:'src/renderer',plugins:[...(c.plugins||[]),plug],logLevel:'error',build:{...c.build,write:false}});
else await build({...c,configFile:false,plugins:[...(c.plugins||[]),plug],logLevel:'error',ssr:{noExternal:true},build:{...c.build,write:false,ssr:true,rollupOptions:{...c.build.rollupOptions,external:['electron',/^node:/]}}});
