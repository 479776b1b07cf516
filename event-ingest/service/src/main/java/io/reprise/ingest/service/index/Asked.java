package io.reprise.ingest.service.index;

import io.reprise.ingest.service.publish.KafkaUnreachableException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;

/** An answer of the cluster, waited for. */
final class Asked {
  private Asked() {}

  /**
   * @throws KafkaUnreachableException when there is none in time, or a failure
   */
  static <T> T of(KafkaFuture<T> answer, Duration limit) {
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new KafkaUnreachableException(e.getCause());
    } catch (TimeoutException e) {
      throw new KafkaUnreachableException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaUnreachableException(e);
    }
  }
}
