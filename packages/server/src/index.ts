/** The web server: policies as pages and as data. */
export { type AppOptions, buildApp } from './app.ts'
export { type Assets, noAssets, readAssets } from './assets.ts'
export { idOf, type Library, openLibrary } from './library.ts'
export { readSources } from './load.ts'
