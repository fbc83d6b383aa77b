@echo off
rem "ferry" in a console, beside the desktop app: starts ferry.mjs on the system's Node. The app's own runtime is no Node
rem for anybody else (its fuse RunAsNode is off).
node -e "const [a, b] = process.versions.node.split('.'); process.exit(a > 24 || (a == 24 && b >= 5) ? 0 : 1)" 2>nul
if errorlevel 1 (
  echo The command "ferry" needs Node 24.5 or newer on the path: https://nodejs.org>&2
  exit /b 1
)
node "%~dp0ferry.mjs" %*
