package io.reprise.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.argument.ZonedTimes;
import io.reprise.cli.output.Output;
import io.reprise.cli.output.TableColumn;
import io.reprise.cli.output.Terminal;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The tables of plans and replays on a terminal of 80 columns. */
class ReplayTablesTest {
  private static final PlanViews PLANS = new PlanViews(new ZonedTimes(ZoneOffset.UTC, "a test"));

  @Command(name = "printing")
  private static final class Printing implements Runnable {
    @Mixin private final Output output = new Output(new Terminal(80, false));
    private final JsonNode items;
    private final Function<Output, List<TableColumn>> columns;

    Printing(JsonNode items, Function<Output, List<TableColumn>> columns) {
      this.items = items;
      this.columns = columns;
    }

    @Override
    public void run() {
      assertThat(output.isNarrow()).isTrue();
      output.list(items, columns.apply(output));
    }
  }

  private static List<String> rows(String json, List<TableColumn> columns) throws IOException {
    var out = new StringWriter();
    new CommandLine(new Printing(Json.json().readTree(json), output -> columns))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(new StringWriter(), true))
        .execute();
    return out.toString().lines().toList();
  }

  @Test
  void thePartitionsOfAPlanKeepTheTimesOfTheFirstAndTheLastRecord() throws IOException {
    var rows =
        rows(
            """
            [{"partition":0,"range":{"from":1234567,"to":2345678},"missing":3,
              "estimatedBytes":20480,"firstRecordAt":"2021-11-29T08:30:00.250Z",
              "lastRecordAt":"2021-11-29T10:00:00Z"}]
            """,
            PLANS.narrowPartitions());

    assertThat(rows).allMatch(row -> row.length() <= 80);
    assertThat(rows.get(0)).contains("PARTITION", "FROM", "TO", "FIRST RECORD", "LAST RECORD");
    assertThat(rows.get(1)).contains("2021-11-29 08:30:00   2021-11-29 10:00:00");
  }

  @Test
  void aListOfReplaysKeepsTheTargetAndTheTimeOfCreation() throws IOException {
    var rows =
        rows(
            """
            [{"id":"01a22b3c-d233-73f4-b9b5-784f688efafc","state":"COMPLETED","planned":7,
              "accounted":7,"topic":"user-events","target":"new-topic:user-events-shadow",
              "startedBy":"ada","createdAt":"2026-11-30T12:50:31.125Z","name":"fix of invoice 7"}]
            """,
            ReplayViews.NARROW_LIST);

    assertThat(rows).allMatch(row -> row.length() <= 80);
    assertThat(rows.get(1))
        .matches(
            "01a22b3c-d233   COMPLETED   2026-1[12]-\\d\\d \\d\\d:\\d\\d  "
                + " new-topic:user-events-shadow.*");
  }
}
