/** What `module.exports = …` gives is exported under this name; `require` and `import x from` take it. */
export const wholeModule = 'export=';
