package io.reprise.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
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

  @Command(name = "printing")
  private static final class Printing implements Runnable {
    @Mixin private Output output = new Output();
    private final Consumer<Output> action;

    Printing(Consumer<Output> action) {
      this.action = action;
    }

    @Override
    public void run() {
      action.accept(output);
    }
  }

  private static String printed(Consumer<Output> action, String... arguments) {
    var out = new StringWriter();
    new CommandLine(new Printing(action))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(new StringWriter(), true))
        .execute(arguments);
    return out.toString();
  }

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
    assertThat(Text.seconds(119)).isEqualTo("119 s");
    assertThat(Text.seconds(120)).isEqualTo("2 min");
    assertThat(Text.seconds(7_200)).isEqualTo("2 h");
    assertThat(Text.of(tree("null"))).isEmpty();
    assertThat(Text.of(tree("[1]"))).isEqualTo("[1]");
  }

  @Test
  void numbersAreAlignedToTheRight() {
    assertThat(
            Table.rows(
                List.of(List.of("N", "SIZE"), List.of("5", "1.0 KiB"), List.of("1,000", "9 B"))))
        .isEqualTo(
            """
            N       SIZE
                5   1.0 KiB
            1,000       9 B
            """);
  }
}
