package io.reprise.cli;

import java.util.HashMap;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The help of a command in which no line ends inside a word. Picocli may begin a new line after a
 * punctuation mark, so it cuts a time such as {@code 14:02} or a field such as {@code
 * data.amountCents}, which a reader then copies wrongly. This class puts a character without width
 * after each such mark, and removes the character from the text of the help.
 */
final class WholeWordHelp extends Help {
  private static final String JOINER = "\ufeff";

  /** The places inside words where a line could end. */
  private static final Pattern BREAKS =
      Pattern.compile("(?<=[^\\s\\w])(?=\\S)|(?<=\\w)(?=[\\[({<])");

  private WholeWordHelp(CommandSpec command, ColorScheme colours) {
    super(command, colours);
  }

  /** Makes a command and all its subcommands print this help. */
  static CommandLine addTo(CommandLine root) {
    var sections = new HashMap<>(root.getHelpSectionMap());
    sections.replaceAll((key, section) -> help -> section.render(help).replace(JOINER, ""));
    return root.setHelpFactory(WholeWordHelp::new).setHelpSectionMap(sections);
  }

  @Override
  public IOptionRenderer createDefaultOptionRenderer() {
    var renderer = super.createDefaultOptionRenderer();
    return (option, label, colours) -> joined(renderer.render(option, label, colours));
  }

  @Override
  public IParameterRenderer createDefaultParameterRenderer() {
    var renderer = super.createDefaultParameterRenderer();
    return (parameter, label, colours) -> joined(renderer.render(parameter, label, colours));
  }

  /** Replaces the last column, which is the description. */
  private Ansi.Text[][] joined(Ansi.Text[][] rows) {
    for (var row : rows) {
      var text = row[row.length - 1].plainString();
      row[row.length - 1] = ansi().new Text(joined(text));
    }
    return rows;
  }

  private static String joined(String text) {
    return BREAKS.matcher(text).replaceAll(JOINER);
  }

  @Override
  public String description(Object... parameters) {
    return paragraphs(commandSpec().usageMessage().description(), parameters);
  }

  @Override
  public String footer(Object... parameters) {
    return paragraphs(commandSpec().usageMessage().footer(), parameters);
  }

  private String paragraphs(String[] paragraphs, Object... parameters) {
    var usage = commandSpec().usageMessage();
    var joined = new String[paragraphs.length];
    for (int i = 0; i < paragraphs.length; i++) {
      joined[i] = joined(paragraphs[i]);
    }
    return join(
            ansi(),
            usage.width(),
            usage.adjustLineBreaksForWideCJKCharacters(),
            joined,
            new StringBuilder(),
            parameters)
        .toString();
  }
}
