package io.reprise.cli.publish;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.reprise.cli.client.IngestClient;
import java.time.Instant;
import java.util.List;

/**
 * Generates numbered CloudEvents of the example schema, spread over users.
 *
 * @param source the CloudEvents source. An event's number is its CloudEvents id, so an event with
 *     the same source and number is stored only once
 * @param users how many different users the events have
 */
public record ExampleEvents(String source, int users) {
  private static final List<String> ACTIONS = List.of("signed-up", "ordered", "paid", "returned");

  /** Returns the events with the numbers {@code [from, to)} as a batch. */
  public ArrayNode batch(int from, int to) {
    var batch = IngestClient.batch();
    for (int i = from; i < to; i++) {
      add(batch, i);
    }
    return batch;
  }

  private void add(ArrayNode batch, int number) {
    var user = "user-" + number % users;
    var action = ACTIONS.get(number / users % ACTIONS.size());
    var event =
        batch
            .addObject()
            .put("specversion", "1.0")
            .put("id", Integer.toString(number))
            .put("source", source)
            .put("type", "user." + action)
            .put("subject", user)
            .put("datacontenttype", "application/json");
    event
        .putObject("data")
        .put("userId", user)
        .put("action", action)
        .put("amountCents", number % 10_000)
        .put("occurredAt", Instant.now().toString());
  }
}
