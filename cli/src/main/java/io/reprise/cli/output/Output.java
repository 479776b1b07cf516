package io.reprise.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.reprise.runtime.json.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The {@code -o} option: prints results on stdout in the chosen format. */
public final class Output {
  private static final int NARROW = 100;

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      completionCandidates = FormatNames.class,
      description =
          "The output format: table, wide, json, jsonl or yaml (default: table). On a terminal, a"
              + " table leaves out columns that do not fit; wide shows all columns.")
  private OutputFormat format = OutputFormat.TABLE;

  private final Terminal terminal;

  /** Creates an output on the stdout of this process. */
  public Output() {
    this(Terminal.ofProcess());
  }

  /** Creates an output on a stdout that is connected to {@code terminal}. */
  public Output(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The values of {@code -o} as completion offers them. */
  static final class FormatNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(OutputFormat.values())
          .map(format -> format.name().toLowerCase(Locale.ROOT))
          .iterator();
    }
  }

  /** Returns whether the format is a table, which is meant for a terminal. */
  public boolean isTable() {
    return format == OutputFormat.TABLE || format == OutputFormat.WIDE;
  }

  /** Returns whether the format is the table that leaves nothing out. */
  public boolean isWide() {
    return format == OutputFormat.WIDE;
  }

  /**
   * Returns whether a table must be fitted into a line of less than 100 characters, so that cells
   * are better shown in their shorter form.
   */
  public boolean isNarrow() {
    return format == OutputFormat.TABLE && terminal.columns() < NARROW;
  }

  /** Returns the format that the operator chose. */
  public OutputFormat format() {
    return format;
  }

  /** Prints a list: one table row or JSON line for each item. */
  public void list(JsonNode items, List<TableColumn> columns) {
    switch (format) {
      case TABLE -> table(Table.fitting(columns, items, terminal.columns()));
      case WIDE -> table(Table.whole(columns, items));
      case JSONL -> items.forEach(item -> out().println(json(Json.json().writer(), item)));
      default -> document(items);
    }
    out().flush();
  }

  private void table(Table table) {
    out().print(table.text(CellStyle.of(terminal)));
    if (!table.leftOut().isEmpty()) {
      out().flush();
      say(
          "Columns that do not fit: %s. Add -o wide to show all."
              .formatted(String.join(", ", table.leftOut())));
    }
  }

  /** Begins a list whose items are printed one after another. The caller closes the result. */
  public ItemStream stream(List<TableColumn> columns) {
    int lineWidth = isWide() ? Integer.MAX_VALUE : terminal.columns();
    var fitted = new StreamedColumns(columns, lineWidth, this::say);
    return new ItemStream(out(), items(), CellStyle.of(terminal), isTable(), fitted);
  }

  /**
   * Returns a writer that prints the items of a list one after the other. It prints nothing if the
   * format is the table.
   */
  public ItemWriter items() {
    return new ItemWriter(format, out());
  }

  /**
   * Prints one object. In table format, each field that has a value is printed on a line of its
   * own.
   */
  public void one(JsonNode item, List<TableColumn> fields) {
    if (isTable()) {
      var rows = new ArrayList<List<String>>();
      for (var field : fields) {
        var text = field.cell().apply(item);
        if (!text.isEmpty()) {
          rows.add(List.of(field.header(), CellStyle.of(terminal).cell(text)));
        }
      }
      out().print(Table.ofPairs(rows));
      out().flush();
    } else {
      document(item);
    }
  }

  /**
   * Prints a document around a list. JSON and YAML have the whole document, JSON lines one line for
   * each item of the list. Must not be called if the format is a table.
   *
   * @param list the field of the document that has the list
   */
  public void listDocument(JsonNode document, String list) {
    document(format == OutputFormat.JSONL ? document.path(list) : document);
  }

  /** Prints any value as JSON, JSON lines or YAML; as JSON if the format is a table. */
  public void document(Object value) {
    JsonNode tree = Json.json().valueToTree(value);
    if (format == OutputFormat.YAML) {
      out().print(json(Json.yaml().writer(), tree));
    } else if (format == OutputFormat.JSONL) {
      lines(tree).forEach(line -> out().println(json(Json.json().writer(), line)));
    } else {
      out().println(json(Json.json().writerWithDefaultPrettyPrinter(), tree));
    }
    out().flush();
  }

  private static Iterable<JsonNode> lines(JsonNode tree) {
    return tree instanceof ArrayNode array ? array : List.of(tree);
  }

  /** Prints a line of text, but only if the format is a table. */
  public void text(String text) {
    if (isTable()) {
      out().println(text);
      out().flush();
    }
  }

  /** Prints a message on stderr. The other methods print results, on stdout. */
  public void say(String text) {
    command.commandLine().getErr().println(text);
    command.commandLine().getErr().flush();
  }

  public PrintWriter out() {
    return command.commandLine().getOut();
  }

  private static String json(ObjectWriter writer, JsonNode tree) {
    try {
      return writer.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree could not be written", e);
    }
  }
}
