package io.reprise.trials.chaos.target;

import io.reprise.local.audit.CommittedReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The requests of one replay that a service has carried out. A request has no key and no timestamp,
 * so those of the source record with the same offset are taken. Confined to one thread at a time.
 */
final class ServiceArrivals {
  private static final int MOST_FAULTS = 5;

  private final Map<Place, Source> sources = new HashMap<>();
  private final Map<Place, byte[]> bodies = new HashMap<>();
  private final Map<String, Long> epochs = new HashMap<>();
  private final List<Copy> first = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private long repeats;

  ServiceArrivals() {}

  private record Place(int partition, long offset) {}

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Source(byte[] key, long timestamp) {}

  /** Returns the arrivals of a replay that has sent nothing yet. */
  static ServiceArrivals expecting(CommittedReader reader, String topic) {
    var arrivals = new ServiceArrivals();
    for (var range : reader.ranges(topic)) {
      reader.read(topic, range, arrivals::expect);
    }
    return arrivals;
  }

  void expect(ConsumerRecord<byte[], byte[]> source) {
    sources.put(
        new Place(source.partition(), source.offset()),
        new Source(source.key(), source.timestamp()));
  }

  /**
   * Adds a request.
   *
   * @param idempotencyKey {@code <replay>/<topic>/<partition>/<offset>}
   * @param epoch the lease under which it was sent
   */
  void add(String idempotencyKey, long epoch, byte[] body) {
    var parts = idempotencyKey.split("/");
    var place = new Place(Integer.parseInt(parts[2]), Long.parseLong(parts[3]));
    var source = sources.get(place);
    if (source == null) {
      fault("request %s is for an offset without a record".formatted(idempotencyKey));
      return;
    }
    // All records with a key belong to one shard, whose lease epochs ascend.
    long newest = epochs.merge(place.partition + Arrays.toString(source.key), epoch, Math::max);
    var before = bodies.putIfAbsent(place, body);
    if (before != null) {
      repeats++;
      if (!Arrays.equals(before, body)) {
        fault("request %s was repeated with another body".formatted(idempotencyKey));
      }
    } else if (epoch < newest) {
      // A frozen worker had begun to send it. Its successor sends it in its place.
      bodies.remove(place);
      repeats++;
    } else {
      first.add(new Copy(place.partition, place.offset, source.timestamp, source.key, body));
    }
  }

  private void fault(String sentence) {
    if (faults.size() < MOST_FAULTS) {
      faults.add(sentence);
    }
  }

  /** Passes on the first request of each offset, in the order in which they were carried out. */
  void forEachFirst(UUID replay, Consumer<ConsumerRecord<byte[], byte[]>> check) {
    for (int place = 0; place < first.size(); place++) {
      check.accept(first.get(place).asRecord(replay, place));
    }
  }

  /** Returns how many requests were for an offset that was sent before. */
  long repeats() {
    return repeats;
  }

  List<String> faults() {
    return List.copyOf(faults);
  }
}
