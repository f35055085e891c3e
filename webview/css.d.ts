/** Style sheets are imported for their effect; esbuild puts them into main.css. */
declare module '*.css';
