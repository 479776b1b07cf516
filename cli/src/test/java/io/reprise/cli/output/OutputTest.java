package io.reprise.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class OutputTest {
  private static final List<TableColumn> COLUMNS =
      List.of(TableColumn.of("NAME", "name"), TableColumn.of("COUNT", "counts.delivered"));
  private static final String ITEMS =
      "[{\"name\":\"a\",\"counts\":{\"delivered\":1234567}},{\"name\":\"longer\",\"counts\":{}}]";

  private static final String CUT =
      "Texts that end with … are cut to the width of the terminal. Add -o wide (or -o jsonl) to"
          + " show them whole.\n";

  @Command(name = "printing")
  private static final class Printing implements Runnable {
    @Mixin private final Output output;
    private final Consumer<Output> action;

    Printing(Consumer<Output> action, Terminal terminal) {
      this.action = action;
      this.output = new Output(terminal);
    }

    @Override
    public void run() {
      action.accept(output);
    }
  }

  /** Whoever may publish an event decides what its key and value are. */
  @Test
  void aTableGivesNoOrdersToTheTerminal() throws IOException {
    var hostile = Json.json().createArrayNode();
    hostile
        .addObject()
        .put("name", "a\u001b]0;title\u0007\u009b2J\r\n\u202eb\u2066 \u00e9")
        .putObject("counts");

    var text = printed(output -> output.list(hostile, COLUMNS));

    assertThat(text.lines()).hasSize(2);
    assertThat(text)
        .contains("a\\u001b]0;title\\u0007\\u009b2J\\u000d\\u000a\\u202eb\\u2066 \u00e9");
  }

  private static String printed(Consumer<Output> action, String... arguments) {
    return printed(Terminal.NONE, action, arguments).out();
  }

  private static CommandLineResult printed(
      Terminal terminal, Consumer<Output> action, String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    new CommandLine(new Printing(action, terminal))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
    return new CommandLineResult(out.toString(), err.toString());
  }

  private record CommandLineResult(String out, String err) {}

  private static JsonNode tree(String json) {
    try {
      return Json.json().readTree(json);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String list(String... arguments) {
    return printed(output -> output.list(tree(ITEMS), COLUMNS), arguments);
  }

  private static String one(String... arguments) {
    return printed(output -> output.one(tree(ITEMS).path(0), COLUMNS), arguments);
  }

  @Test
  void aListIsATableByDefault() {
    assertThat(list())
        .isEqualTo(
            """
            NAME     COUNT
            a        1,234,567
            longer
            """);
  }

  @Test
  void aListIsOneJsonArray() {
    assertThat(tree(list("-o", "json"))).isEqualTo(tree(ITEMS));
  }

  @Test
  void aListIsOneJsonLinePerItem() {
    assertThat(list("-o", "jsonl").lines())
        .containsExactly(
            "{\"name\":\"a\",\"counts\":{\"delivered\":1234567}}",
            "{\"name\":\"longer\",\"counts\":{}}");
  }

  @Test
  void aListIsYaml() {
    assertThat(list("-o", "yaml")).contains("- name: a\n").contains("delivered: 1234567");
  }

  @Test
  void oneObjectHasOneLinePerFieldThatHasAValue() {
    assertThat(one()).isEqualTo("NAME    a\nCOUNT   1,234,567\n");
    var second = tree(ITEMS).path(1);
    assertThat(printed(output -> output.one(second, COLUMNS))).isEqualTo("NAME   longer\n");
  }

  @Test
  void oneObjectIsOneDocumentInEveryOtherFormat() {
    assertThat(tree(one("--output", "JSON"))).isEqualTo(tree(ITEMS).path(0));
    assertThat(one("-o", "jsonl"))
        .isEqualTo("{\"name\":\"a\",\"counts\":{\"delivered\":1234567}}\n");
    assertThat(one("-o", "yaml")).contains("name: a\n");
  }

  @Test
  void textIsPrintedOnlyBesideTables() {
    assertThat(printed(output -> output.text("a note"))).isEqualTo("a note\n");
    assertThat(printed(output -> output.text("a note"), "-o", "json")).isEmpty();
  }

  @Test
  void aDocumentIsJsonEvenWhenATableIsAskedFor() {
    assertThat(tree(printed(output -> output.document(Map.of("a", 1)))))
        .isEqualTo(tree("{\"a\":1}"));
  }

  @Test
  void valuesAreFormattedForTables() {
    assertThat(Text.count(-1234567)).isEqualTo("-1,234,567");
    assertThat(Text.bytes(1023)).isEqualTo("1023 B");
    assertThat(Text.bytes(1536)).isEqualTo("1.5 KiB");
    assertThat(Text.bytes(Long.MAX_VALUE)).isEqualTo("8192.0 PiB");
    assertThat(Text.percent(1, 3)).isEqualTo("33 %");
    assertThat(Text.percent(0, 0)).isEqualTo("100 %");
    assertThat(Text.seconds(-1)).isEqualTo("0s");
    assertThat(Text.seconds(59)).isEqualTo("59s");
    assertThat(Text.seconds(120)).isEqualTo("2m");
    assertThat(Text.seconds(125)).isEqualTo("2m 5s");
    assertThat(Text.seconds(5_400)).isEqualTo("1h 30m");
    assertThat(Text.seconds(86_399)).isEqualTo("23h 59m");
    assertThat(Text.seconds(180_000)).isEqualTo("2d 2h");
    assertThat(Text.time(tree("\"2026-11-29T14:02:03.123456Z\"")))
        .isEqualTo(local("uuuu-MM-dd HH:mm:ss xxx"));
    assertThat(Text.minute(tree("\"2026-11-29T14:02:03Z\""))).isEqualTo(local("uuuu-MM-dd HH:mm"));
    assertThat(Text.time(tree("\"noon\""))).isEqualTo("noon");
    assertThat(Text.time(tree("null"))).isEmpty();
    assertThat(Text.of(tree("null"))).isEmpty();
    assertThat(Text.of(tree("[1]"))).isEqualTo("[1]");
  }

  private static final List<TableColumn> MANY =
      List.of(
          TableColumn.of("ID", "id").key(),
          TableColumn.of("EMPTY", "empty"),
          TableColumn.of("STATE", "state").key(),
          TableColumn.of("TOPIC", "topic"),
          TableColumn.of("NAME", "name"),
          TableColumn.time("AT", "at").wide());
  private static final String REPLAYS =
      """
      [{"id":"abcdefgh","state":"FAILED","topic":"orders","name":"incident 7",
        "at":"2026-11-29T14:02:03.5Z"}]
      """;

  @Test
  void aTableLeavesOutColumnsThatDoNotFitTheTerminal() {
    Consumer<Output> list = output -> output.list(tree(REPLAYS), MANY);

    assertThat(printed(Terminal.NONE, list))
        .isEqualTo(
            new CommandLineResult(
                """
                ID         EMPTY   STATE    TOPIC    NAME
                abcdefgh           FAILED   orders   incident 7
                """,
                ""));
    assertThat(printed(new Terminal(40, false), list))
        .isEqualTo(
            new CommandLineResult(
                """
                ID         STATE    TOPIC    NAME
                abcdefgh   FAILED   orders   incident 7
                """,
                ""));
    assertThat(printed(new Terminal(30, false), list))
        .isEqualTo(
            new CommandLineResult(
                """
                ID         STATE    TOPIC
                abcdefgh   FAILED   orders
                """,
                "Columns that do not fit: NAME. Add -o wide to show all.\n"));
    assertThat(printed(new Terminal(1, false), list).out())
        .isEqualTo("ID         STATE\nabcdefgh   FAILED\n");
  }

  @Test
  void theWideFormatShowsAllColumnsAtAnyWidth() {
    assertThat(
            printed(
                new Terminal(30, false), output -> output.list(tree(REPLAYS), MANY), "-o", "wide"))
        .isEqualTo(
            new CommandLineResult(
                """
                ID         EMPTY   STATE    TOPIC    NAME         AT
                abcdefgh           FAILED   orders   incident 7   %s
                """
                    .formatted(local("uuuu-MM-dd HH:mm:ss xxx")),
                ""));
    assertThat(printed(output -> output.text("a note"), "-o", "wide")).isEqualTo("a note\n");
  }

  @Test
  void coloursChangeNoAlignment() {
    Consumer<Output> list = output -> output.list(tree(REPLAYS), MANY);
    var coloured = printed(new Terminal(40, true), list).out();

    assertThat(coloured).contains("\u001b[31mFAILED\u001b[0m   orders", "\u001b[1mID\u001b[0m");
    assertThat(coloured.replaceAll("\u001b\\[\\d*m", ""))
        .isEqualTo(printed(new Terminal(40, false), list).out());
  }

  @Test
  void theTerminalFollowsItsEnvironment() {
    assertThat(Terminal.of("false", true, Map.of("COLUMNS", "80"))).isEqualTo(Terminal.NONE);
    assertThat(Terminal.of(null, false, Map.of("COLUMNS", "80"))).isEqualTo(Terminal.NONE);
    assertThat(Terminal.of(null, true, Map.of("COLUMNS", "80"))).isEqualTo(new Terminal(80, true));
    assertThat(Terminal.of("true", false, Map.of("COLUMNS", "120", "NO_COLOR", "1")))
        .isEqualTo(new Terminal(120, false));
    assertThat(Terminal.of("true", false, Map.of("TERM", "dumb", "COLUMNS", "0")))
        .isEqualTo(Terminal.NONE);
  }

  @Test
  void numbersAreAlignedToTheRight() {
    var rows = List.of(List.of("N", "SIZE"), List.of("5", "1.0 KiB"), List.of("1,000", "9 B"));
    assertThat(new Table(rows, List.of()).text(CellStyle.PLAIN))
        .isEqualTo(
            """
            N       SIZE
                5   1.0 KiB
            1,000       9 B
            """);
  }

  @Test
  void aStreamedTableIsCutWhereTheTerminalEnds() {
    var event = tree("{\"key\":\"user-1\",\"value\":\"0123456789 0123456789\"}");
    var columns = List.of(TableColumn.of("KEY", "key"), TableColumn.of("VALUE", "value"));
    Consumer<Output> stream =
        output -> {
          try (var items = output.stream(columns)) {
            items.add(event);
          }
        };

    assertThat(printed(new Terminal(24, false), stream).out())
        .isEqualTo("KEY      VALUE\nuser-1   0123456789 012…\n");
    assertThat(printed(new Terminal(24, false), stream, "-o", "wide").out())
        .contains("0123456789 0123456789");
    assertThat(printed(stream)).contains("0123456789 0123456789");
  }

  @Test
  void aStreamedTableCutsTextThenLeavesOutDetailsSoThatEveryRowFits() {
    var columns =
        List.of(
            TableColumn.of("OFFSET", "offset").key(),
            TableColumn.of("KEY", "key"),
            TableColumn.of("TYPE", "type"),
            TableColumn.of("VALUE", "value"));
    var row =
        "{\"offset\":7,\"key\":\"3f0a1c9e-0000-1111\",\"type\":\"user.ordered\",\"value\":\"%s\"}"
            .formatted("0123456789".repeat(9));
    Consumer<Output> stream =
        output -> {
          try (var items = output.stream(columns)) {
            items.add(tree(row.replace("3f0a1c9e-0000-1111", "ada")));
            items.add(tree(row));
            items.flush();
            items.add(tree(row.replace("\"offset\":7", "\"offset\":1000000")));
            items.add(tree(row.replace("3f0a1c9e", "a longer key than before")));
          }
        };

    var cut = printed(new Terminal(50, false), stream);
    var leftOut = printed(new Terminal(40, false), stream);

    assertThat(cut.err()).isEqualTo(CUT);
    assertThat(cut.out().lines()).hasSize(5).allMatch(line -> line.length() <= 50);
    assertThat(cut.out())
        .startsWith(
            """
            OFFSET   KEY             TYPE           VALUE
                 7   ada             user.ordered   012345678…
                 7   3f0a1c9e-000…   user.ordered   012345678…
            """);
    assertThat(leftOut.err())
        .isEqualTo("Columns that do not fit: TYPE. Add -o wide to show all.\n" + CUT);
    assertThat(leftOut.out().lines()).hasSize(5).allMatch(line -> line.length() <= 40);
    assertThat(leftOut.out()).contains("     7   3f0a1c9e-0000-1111   012345678…");
    assertThat(printed(new Terminal(40, false), stream, "-o", "wide").out())
        .contains("user.ordered   " + "0123456789".repeat(9));
  }

  /** Returns 14:02:03 UTC of 2026-11-29 in the system's time zone. */
  private static String local(String pattern) {
    var time = Instant.parse("2026-11-29T14:02:03Z").atZone(ZoneId.systemDefault());
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(time);
  }
}
