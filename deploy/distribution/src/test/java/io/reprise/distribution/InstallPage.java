package io.reprise.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The commands of {@code docs/install.md}, by the heading above them. */
final class InstallPage {
  private static final Path PAGE = Path.of("../../docs/install.md");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^( *)```sh\\n(.*?)^\\1```");

  private InstallPage() {}

  /**
   * Returns the {@code sh} blocks below a heading as one script.
   *
   * @param site what a reader replaces: a text of the page, and the text of the reader in its place
   */
  static String commands(String heading, Map<String, String> site) {
    var blocks =
        BLOCK
            .matcher(section(heading))
            .results()
            .map(block -> block.group(2).stripTrailing().stripIndent())
            .collect(Collectors.joining("\n", "", "\n"));
    if (blocks.isBlank()) {
      throw new AssertionError("no commands below the heading " + heading);
    }
    for (var entry : site.entrySet()) {
      blocks = blocks.replace(entry.getKey(), entry.getValue());
    }
    return blocks;
  }

  private static String section(String heading) {
    try {
      var text = Files.readString(PAGE);
      int start = text.indexOf("\n## " + heading + "\n");
      if (start < 0) {
        throw new AssertionError("no heading " + heading + " in " + PAGE);
      }
      int end = text.indexOf("\n## ", start + 1);
      return text.substring(start, end < 0 ? text.length() : end);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
