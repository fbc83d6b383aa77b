// Must come before the parser of components: TypeScript then reads each one as the parser hands it on, and one program does
// for all of them. Else each begins a new one: 75 s of processor in place of 18. An experiment of svelte-eslint-parser's, which
// says so once; without it lint finds the same.
process.env['SVELTE_ESLINT_PARSER_EXPERIMENTAL_TS_SYS_HOOK'] ??= '1';
