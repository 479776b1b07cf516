package io.reprise.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.argument.ZonedTimes;
import io.reprise.cli.output.TableColumn;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The columns in which action records are printed. */
final class ActionColumns {
  private ActionColumns() {}

  static List<TableColumn> in(ZonedTimes times) {
    return List.of(
        new TableColumn("TIME", action -> time(action, times)).key(),
        new TableColumn("WHO", ActionRecords::principal).key(),
        TableColumn.of("ACTION", "action").key(),
        new TableColumn("OUTCOME", ActionRecords::outcome).key(),
        new TableColumn("ON", ActionColumns::resource),
        new TableColumn("SERVICE", ActionColumns::service),
        TableColumn.of("FROM", "from"),
        TableColumn.of("STATUS", "status"),
        new TableColumn("REQUEST", ActionColumns::request));
  }

  private static String time(JsonNode action, ZonedTimes times) {
    var at = action.path("at").asText();
    try {
      return times.text(Instant.parse(at));
    } catch (DateTimeParseException e) {
      return at;
    }
  }

  private static String resource(JsonNode action) {
    return Stream.of("topic", "target")
        .filter(action::has)
        .map(name -> action.path(name).asText())
        .collect(Collectors.joining(" -> "));
  }

  private static String service(JsonNode action) {
    return action.path("service").asText() + " " + action.path("instance").asText();
  }

  private static String request(JsonNode action) {
    return action.has("fault")
        ? action.path("fault").asText()
        : action.path("method").asText() + " " + action.path("path").asText();
  }
}
