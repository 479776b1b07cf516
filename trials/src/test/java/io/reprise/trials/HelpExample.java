package io.reprise.trials;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One of the examples with which the help of a command ends.
 *
 * @param line the command line as the help shows it, with the word {@code reprise}
 */
public record HelpExample(String line) {
  private static final String FILE = "META-INF/reprise/examples.txt";
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  /** Returns the examples of all modules, those of one module in the order of its file. */
  static List<HelpExample> all() {
    try {
      var all = new ArrayList<HelpExample>();
      for (URL file : Collections.list(HelpExample.class.getClassLoader().getResources(FILE))) {
        try (var in = file.openStream()) {
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(HelpExample::new)
              .forEach(all::add);
        }
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException("the examples cannot be read", e);
    }
  }

  /**
   * Returns the words of the command line without the word {@code reprise}. Quotes around a word
   * are left out, as a shell leaves them out.
   */
  public List<String> words() {
    var words =
        WORD.matcher(line)
            .results()
            .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
            .toList();
    return words.subList(1, words.size());
  }

  /** Returns whether this is an example of a command, such as {@code replay start}. */
  boolean calls(String command) {
    return (line + " ").startsWith("reprise " + command + " ");
  }
}
