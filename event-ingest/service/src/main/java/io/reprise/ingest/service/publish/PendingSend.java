package io.reprise.ingest.service.publish;

import io.reprise.ingest.service.limit.InFlight;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
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
        settle(SendFailure.beforeSending(e), false);
      }
    }
  }

  @Override
  public void onCompletion(@Nullable RecordMetadata stored, @Nullable Exception failure) {
    if (failure == null && stored != null) {
      settle(new SendOutcome.Stored(stored.partition(), stored.offset(), stored.timestamp()), true);
    } else if (Thread.currentThread() == sender) {
      settle(SendFailure.beforeSending(failure), false);
    } else {
      int partition = stored == null ? -1 : stored.partition();
      var outcome = SendFailure.afterSending(partition, failure);
      settle(outcome, outcome instanceof SendOutcome.Rejected);
    }
  }

  private void settle(SendOutcome outcome, boolean answered) {
    settled = true;
    inFlight.release(bytes);
    if (answered) {
      pulse.answered();
    } else {
      pulse.gaveUp();
    }
    done.accept(outcome);
  }
}
