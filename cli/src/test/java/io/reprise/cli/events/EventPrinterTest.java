package io.reprise.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.argument.ZonedTimes;
import io.reprise.cli.output.Output;
import io.reprise.cli.output.Terminal;
import io.reprise.runtime.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The rows of {@code reprise events read} on terminals of different widths. */
class EventPrinterTest {
  @Command(name = "printing")
  private static final class Printing implements Runnable {
    private static final ZonedTimes TIMES = new ZonedTimes(ZoneOffset.UTC, "a test");

    @Mixin private final Output output;
    private final String key;

    Printing(Terminal terminal, String key) {
      this.output = new Output(terminal);
      this.key = key;
    }

    @Override
    public void run() {
      try (var printer = new EventPrinter(output, null, RawFormat.HEX, TIMES)) {
        printer.print(event());
      }
    }

    private StoredEvent event() {
      var json = Json.json().createObjectNode();
      json.put("offset", 1_234_567).put("timestamp", "2026-01-01T00:00:10.125Z").put("key", key);
      json.withArray("headers").addObject().put("name", "ce_type").put("value", "user.ordered");
      return StoredEvent.of(3, json.put("valueBase64", "AAAA".repeat(50)));
    }
  }

  private static List<String> rows(int columns, String key, String... arguments) {
    return lines(new StringWriter(), columns, key, arguments);
  }

  private static List<String> lines(
      StringWriter err, int columns, String key, String... arguments) {
    var out = new StringWriter();
    new CommandLine(new Printing(new Terminal(columns, false), key))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
    return out.toString().lines().toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"user-0", "01a22b3c-d233-73f4-b9b5-784f688efafc"})
  void everyRowFitsTheTerminal(String key) {
    for (int columns : List.of(80, 100, 120)) {
      assertThat(rows(columns, key)).hasSize(2).allMatch(row -> row.length() <= columns);
    }
  }

  @Test
  void aLineAfterTheTableSaysHowToSeeValuesThatAreCut() {
    var narrow = new StringWriter();
    var wide = new StringWriter();
    lines(narrow, 80, "user-0");
    lines(wide, 80, "user-0", "-o", "wide");

    assertThat(narrow.toString())
        .isEqualTo(
            "Texts that end with … are cut to the width of the terminal. Add -o wide (or -o jsonl)"
                + " to show them whole.\n");
    assertThat(wide.toString()).isEmpty();
  }

  @Test
  void timesAreToTheSecondOnANarrowTerminalOnly() {
    assertThat(rows(80, "user-0").get(1))
        .isEqualTo(
            "        3   1234567   2026-01-01 00:00:10   user-0   user.ordered   00000000000…");
    assertThat(rows(120, "user-0").get(1)).contains("   2026-01-01 00:00:10.125 +00:00   ");
    assertThat(rows(80, "user-0", "-o", "wide").get(1))
        .contains("   2026-01-01 00:00:10.125 +00:00   ", "00".repeat(150));
    assertThat(rows(80, "user-0", "-o", "jsonl").get(0)).contains("00:00:10.125Z");
  }
}
