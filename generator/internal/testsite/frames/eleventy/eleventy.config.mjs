// Eleventy alone: its Markdown has no footnotes, and it minifies nothing, so it
// has less to do than the others.
export default function (config) {
  config.setUseGitIgnore(false);
  config.amendLibrary("md", (md) => md.set({ typographer: true }));
  config.addGlobalData("layout", "page.njk");
  config.addPassthroughCopy({ static: "/" });
  config.addPassthroughCopy("content/**/*.{svg,png}");
  return { dir: { input: "content" }, markdownTemplateEngine: false, templateFormats: ["md", "njk"] };
}
