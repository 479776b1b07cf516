package io.reprise.cli.publish;

import io.reprise.cli.client.IngestClient;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.kafka.time.Interruption;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/** Publishes example events to one topic over several HTTP connections. Thread-safe. */
public final class BatchPublisher {
  private static final int BATCH = 100;
  private static final int CONNECTIONS = 4;

  private final IngestClient ingest;
  private final String topic;

  public BatchPublisher(IngestClient ingest, String topic) {
    this.ingest = ingest;
    this.topic = topic;
  }

  /**
   * Publishes the events with the numbers {@code [from, to)}. Batches are sent concurrently, so two
   * events of one user that are in different batches may be stored in reverse order.
   *
   * @param progress called with the number of events that are stored so far
   * @return how many events were acknowledged as stored
   * @throws CommandFailure if an event was refused, its outcome is unknown, or the service did not
   *     answer
   */
  public long publish(ExampleEvents events, int from, int to, LongConsumer progress) {
    var executor = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      var batches = new ArrayList<Future<Long>>();
      for (int at = from; at < to; at += BATCH) {
        int first = at;
        int end = Math.min(to, at + BATCH);
        batches.add(executor.submit(() -> publish(events, first, end)));
      }
      long stored = 0;
      for (var batch : batches) {
        stored += Interruption.getOr(batch::get, IngestClient::interrupted);
        progress.accept(stored);
      }
      return stored;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof CommandFailure failure
          ? failure
          : new IllegalStateException(e.getCause());
    } finally {
      executor.shutdownNow();
    }
  }

  private long publish(ExampleEvents events, int from, int to) {
    long stored = 0;
    for (var answer : ingest.publish(topic, events.batch(from, to))) {
      if (answer.path("status").asText().equals("unknown")) {
        throw new CommandFailure(
            ExitCode.OUTCOME_UNKNOWN,
            "it is not known whether an event was stored: "
                + answer.at("/problem/detail").asText());
      }
      if (!answer.path("status").asText().equals("stored")) {
        throw new CommandFailure(
            ExitCode.REFUSED, "ingest refused an event: " + answer.at("/problem/detail").asText());
      }
      stored++;
    }
    return stored;
  }
}
