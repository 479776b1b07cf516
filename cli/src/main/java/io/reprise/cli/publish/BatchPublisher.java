package io.reprise.cli.publish;

import io.reprise.cli.client.IngestClient;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/** Publishes example events over several connections at a time. */
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
   * Publishes events {@code [begin, behind)}. A user's events go over one connection, in order.
   *
   * @param progress told how many are acknowledged so far
   * @return how many were acknowledged as stored
   */
  public long publish(ExampleEvents events, int begin, int behind, LongConsumer progress) {
    var executor = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      var batches = new ArrayList<Future<Long>>();
      for (int from = begin; from < behind; from += BATCH) {
        int first = from;
        int end = Math.min(behind, from + BATCH);
        batches.add(executor.submit(() -> publish(events, first, end)));
      }
      long stored = 0;
      for (var batch : batches) {
        stored += batch.get();
        progress.accept(stored);
      }
      return stored;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof CommandFailure failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.FAILED, "interrupted", e);
    } finally {
      executor.shutdownNow();
    }
  }

  private long publish(ExampleEvents events, int from, int to) {
    long stored = 0;
    for (var answer : ingest.publish(topic, events.batch(from, to))) {
      if (!answer.path("status").asText().equals("stored")) {
        throw new CommandFailure(
            ExitCode.REFUSED, "an event was refused: " + answer.at("/problem/detail").asText());
      }
      stored++;
    }
    return stored;
  }
}
