package io.reprise.trials.chaos.target;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.local.audit.OrderingScope;
import io.reprise.schemas.wire.ReplayMarker;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a service says of requests that it gets once, again, late and changed. */
class ServiceArrivalsTest {
  private static final byte[] BODY = "body".getBytes(UTF_8);
  private final ServiceArrivals arrivals = new ServiceArrivals();

  @BeforeEach
  void expectTwoRecordsOfOneKey() {
    arrivals.expect(record(7));
    arrivals.expect(record(8));
  }

  @Test
  void passesOnTheFirstRequestOfEachOffset() {
    arrivals.add("r/orders/0/7", 1, BODY);
    arrivals.add("r/orders/0/8", 1, BODY);
    arrivals.add("r/orders/0/8", 2, BODY);

    assertThat(offsets()).containsExactly(7L, 8L);
    assertThat(arrivals.repeats()).isEqualTo(1);
    assertThat(arrivals.faults()).isEmpty();
  }

  @Test
  void keepsTheOrderInWhichTheyWereCarriedOut() {
    arrivals.add("r/orders/0/8", 1, BODY);
    arrivals.add("r/orders/0/7", 1, BODY);

    assertThat(offsets()).containsExactly(8L, 7L);
  }

  @Test
  void leavesOutWhatAFrozenWorkerSentAfterItsSuccessor() {
    arrivals.add("r/orders/0/7", 2, BODY);
    arrivals.add("r/orders/0/8", 1, BODY);

    assertThat(offsets()).containsExactly(7L);
    arrivals.add("r/orders/0/8", 2, BODY);
    assertThat(offsets()).containsExactly(7L, 8L);
    assertThat(arrivals.repeats()).isEqualTo(1);
  }

  @Test
  void withoutAnOrderTheShardsOfAKeyHaveEpochsOfTheirOwn() {
    arrivals.add("r/orders/0/7", 2, BODY);
    arrivals.add("r/orders/0/8", 1, BODY);

    assertThat(offsets(OrderingScope.NONE)).containsExactly(7L, 8L);
    assertThat(arrivals.repeats()).isZero();
  }

  @Test
  void findsARepeatWithAnotherBody() {
    arrivals.add("r/orders/0/7", 1, BODY);
    arrivals.add("r/orders/0/7", 2, "changed".getBytes(UTF_8));

    assertThat(arrivals.faults())
        .containsExactly("request r/orders/0/7 was repeated with another body");
  }

  @Test
  void repeatsAreBoundedWithinALeaseAndAcrossLeases() {
    arrivals.add("r/orders/0/7", 1, BODY);
    arrivals.add("r/orders/0/8", 1, BODY);
    arrivals.add("r/orders/0/8", 1, BODY);
    arrivals.add("r/orders/0/7", 2, BODY);
    arrivals.add("r/orders/0/8", 2, BODY);

    assertThat(arrivals.excess(1, 2, 1)).isEmpty();
    assertThat(arrivals.excess(1, 2, 0))
        .singleElement()
        .asString()
        .startsWith("1 requests were repeated under the same lease, and 0 may be");
    assertThat(arrivals.excess(0, 2, 1))
        .singleElement()
        .asString()
        .startsWith("2 requests were repeated under a further lease, and 0 may be");
  }

  @Test
  void findsARequestThatNoRecordAskedFor() {
    arrivals.add("r/orders/0/9", 1, BODY);

    assertThat(arrivals.faults())
        .containsExactly("request r/orders/0/9 is for an offset without a record");
    assertThat(offsets()).isEmpty();
  }

  private List<Long> offsets() {
    return offsets(OrderingScope.KEY);
  }

  private List<Long> offsets(OrderingScope order) {
    var passed = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    arrivals.forEachFirst(new UUID(0, 0), order, passed::add);
    return passed.stream()
        .map(copy -> copy.headers().lastHeader("reprise").value())
        .map(ReplayMarker::decode)
        .map(ReplayMarker::offset)
        .toList();
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset) {
    return new ConsumerRecord<>("orders", 0, offset, "ada".getBytes(UTF_8), BODY);
  }
}
