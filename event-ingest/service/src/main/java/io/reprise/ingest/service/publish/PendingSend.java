package io.reprise.ingest.service.publish;

import io.reprise.ingest.service.limit.InFlight;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One record that was handed to the Kafka client and is not acknowledged yet. The client calls
 * {@link #onCompletion} once, on the thread that sends the record or on the client's own thread.
 */
final class PendingSend implements Callback {
  private final Thread sender = Thread.currentThread();
  private final InFlight inFlight;
  private final KafkaSilenceMeter pulse;
  private final long bytes;
  private final Consumer<SendOutcome> done;
  private boolean settled;

  PendingSend(InFlight inFlight, KafkaSilenceMeter pulse, long bytes, Consumer<SendOutcome> done) {
    this.inFlight = inFlight;
    this.pulse = pulse;
    this.bytes = bytes;
    this.done = done;
  }

  void start(Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
    inFlight.hold(bytes);
    pulse.sent();
    try {
      producer.send(record, this);
    } catch (RuntimeException e) {
      // The Kafka client did not accept the record. If the client called onCompletion before it
      // threw the exception, onCompletion has reported the outcome already.
      if (!settled) {
        settleUnsent(e);
      }
    }
  }

  @Override
  public void onCompletion(@Nullable RecordMetadata stored, @Nullable Exception failure) {
    if (failure == null && stored != null) {
      pulse.answered();
      settle(new SendOutcome.Stored(stored.partition(), stored.offset(), stored.timestamp()));
    } else if (Thread.currentThread() == sender) {
      settleUnsent(failure);
    } else {
      int partition = stored == null ? -1 : stored.partition();
      var outcome = SendFailure.afterSending(partition, failure);
      if (outcome instanceof SendOutcome.Rejected) {
        pulse.answered();
      } else {
        pulse.gaveUp();
      }
      settle(outcome);
    }
  }

  /** The Kafka client waits for brokers before it accepts a record, but not without end. */
  private void settleUnsent(@Nullable Exception failure) {
    if (failure instanceof TimeoutException) {
      pulse.gaveUp();
    } else {
      pulse.withdrew();
    }
    settle(SendFailure.beforeSending(failure));
  }

  private void settle(SendOutcome outcome) {
    settled = true;
    inFlight.release(bytes);
    done.accept(outcome);
  }
}
