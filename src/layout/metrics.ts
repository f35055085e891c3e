/** The sizes that boxes are measured by and that every renderer draws with. CSS pixels at zoom 1. */

export const metrics = {
  /** Font size of a title. */
  titleSize: 12,
  /** Font size of a detail. */
  detailSize: 11,
  /** Height of a layer: title and detail share one line, the title left and the detail right. */
  layerHeight: 24,
  /** Height of a merge, an activation or another layer that has a title only. */
  smallHeight: 20,
  /** Height of a closed group: title and badges on the first line, detail on the second. */
  closedHeight: 42,
  /** Height of the band at the top of an open group: title left, detail right. */
  headerHeight: 24,
  /** From a box's side to its text. */
  textPadding: 10,
  /** Between a title and the detail on the same line. */
  textGap: 14,
  /** Width of the chevron before a group's title. */
  chevronWidth: 14,
  /** Titles and details wider than this are cut with an ellipsis. */
  longestText: 240,
  /** Between an open group's border and what it holds. */
  groupPadding: 12,
  /** Around the whole picture. */
  margin: 24,
  /** Radius of a wire's corners. */
  cornerRadius: 6,
} as const;

export const fontFamily =
  "system-ui, -apple-system, 'Segoe UI', Ubuntu, 'Helvetica Neue', Arial, sans-serif";
