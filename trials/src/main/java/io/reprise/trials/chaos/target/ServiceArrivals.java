package io.reprise.trials.chaos.target;

import io.reprise.local.audit.CommittedReader;
import io.reprise.local.audit.OrderingScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private final List<Arrival> arrivals = new ArrayList<>();
  private final Set<Sent> sent = new HashSet<>();
  private final List<String> faults = new ArrayList<>();

  ServiceArrivals() {}

  private record Place(int partition, long offset) {}

  private record Arrival(Copy copy, long epoch) {}

  private record Sent(Place place, long epoch) {}

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
    var before = bodies.putIfAbsent(place, body);
    if (before != null && !Arrays.equals(before, body)) {
      fault("request %s was repeated with another body".formatted(idempotencyKey));
    }
    var copy = new Copy(place.partition, place.offset, source.timestamp, source.key, body);
    arrivals.add(new Arrival(copy, epoch));
    sent.add(new Sent(place, epoch));
  }

  private void fault(String sentence) {
    if (faults.size() < MOST_FAULTS) {
      faults.add(sentence);
    }
  }

  /**
   * Passes on the first request of each offset, in the order in which they were carried out. If the
   * order counts, leaves out what a frozen worker had begun to send: its successor, whose lease has
   * a higher epoch, sends it in its place.
   */
  void forEachFirst(
      UUID replay, OrderingScope order, Consumer<ConsumerRecord<byte[], byte[]>> check) {
    var seen = new HashSet<Place>();
    // All records with a key belong to one shard, unless the replay keeps no order.
    var epochs = new HashMap<String, Long>();
    for (var arrival : arrivals) {
      var copy = arrival.copy;
      var ofKey = copy.partition() + Arrays.toString(copy.key());
      boolean isLate =
          order != OrderingScope.NONE
              && arrival.epoch < epochs.merge(ofKey, arrival.epoch, Math::max);
      if (!isLate && seen.add(new Place(copy.partition(), copy.offset()))) {
        check.accept(copy.asRecord(replay, seen.size()));
      }
    }
  }

  /** Returns how many requests were for an offset that was sent before. */
  long repeats() {
    return arrivals.size() - bodies.size();
  }

  /**
   * Compares the repeats with those that may be. Under the same lease, a request may be repeated if
   * the worker did not learn that it was carried out. Under a further lease, one window may be.
   *
   * @param leases how often a shard got a further lease
   * @param window the most requests that may be repeated under a further lease
   * @param unlearned how many requests were carried out without the worker learning of it
   * @return what is wrong; empty if there are no more repeats than may be
   */
  List<String> excess(long leases, int window, long unlearned) {
    long within = arrivals.size() - sent.size();
    long across = sent.size() - bodies.size();
    var excess = new ArrayList<String>();
    if (within > unlearned) {
      excess.add(
          "%d requests were repeated under the same lease, and %d may be: those that were carried out without the worker learning of it"
              .formatted(within, unlearned));
    }
    if (across > leases * window) {
      excess.add(
          "%d requests were repeated under a further lease, and %d may be: a window of %d for each of %d leases"
              .formatted(across, leases * window, window, leases));
    }
    return excess;
  }

  List<String> faults() {
    return List.copyOf(faults);
  }
}
