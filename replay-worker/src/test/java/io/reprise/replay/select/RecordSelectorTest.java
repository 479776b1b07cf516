package io.reprise.replay.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.spec.Filter;
import io.reprise.store.OffsetRange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RecordSelectorTest {

  @Test
  void deliversEverythingWithoutAFilter() {
    assertThat(select(Filter.NONE, record("user-1"))).isEqualTo(RecordSelection.DELIVER);
    assertThat(select(Filter.NONE, record(null))).isEqualTo(RecordSelection.DELIVER);
  }

  @Test
  void selectsByAnyOfTheNamedKeys() {
    var filter = new Filter(List.of("user-1", "user-2"), null, null);

    assertThat(select(filter, record("user-2"))).isEqualTo(RecordSelection.DELIVER);
    assertThat(select(filter, record("user-3"))).isEqualTo(RecordSelection.FILTERED);
    assertThat(select(filter, record(null))).isEqualTo(RecordSelection.FILTERED);
  }

  @Test
  void selectsByEventTypeAndByHeader() {
    var filter = new Filter(null, List.of("order.placed"), Map.of("region", "eu"));

    assertThat(select(filter, record("k", "ce_type", "order.placed", "region", "eu")))
        .isEqualTo(RecordSelection.DELIVER);
    assertThat(select(filter, record("k", "ce_type", "order.placed", "region", "us")))
        .isEqualTo(RecordSelection.FILTERED);
    assertThat(select(filter, record("k", "ce_type", "order.paid", "region", "eu")))
        .isEqualTo(RecordSelection.FILTERED);
    assertThat(select(filter, record("k"))).isEqualTo(RecordSelection.FILTERED);
  }

  @Test
  void comparesTheLastHeaderOfAName() {
    var filter = new Filter(null, null, Map.of("region", "eu"));

    assertThat(select(filter, record("k", "region", "us", "region", "eu")))
        .isEqualTo(RecordSelection.DELIVER);
    assertThat(select(filter, record("k", "region", "eu", "region", "us")))
        .isEqualTo(RecordSelection.FILTERED);
  }

  @Test
  void assignsEachKeyToExactlyOneBucket() {
    for (int i = 0; i < 1_000; i++) {
      var record = record(i == 0 ? null : "user-" + i);
      int takers = 0;
      for (int bucket = 0; bucket < 3; bucket++) {
        var shard = new ShardPlan(bucket, 0, new OffsetRange(0, 9), bucket, 3);
        takers +=
            new RecordSelector(Filter.NONE, shard, 4).select(record) == RecordSelection.DELIVER
                ? 1
                : 0;
      }
      assertThat(takers).isEqualTo(1);
    }
  }

  @Test
  void theFirstBucketCountsEveryRecordWhoseKeyIsNotSelected() {
    var filter = new Filter(List.of("x"), null, null);
    for (int user = 0; user < 50; user++) {
      var record = record("user-" + user);
      for (int bucket = 0; bucket < 3; bucket++) {
        var shard = new ShardPlan(bucket, 0, new OffsetRange(0, 9), bucket, 3);
        var selector = new RecordSelector(filter, shard, 4);

        var selection = selector.select(record);

        assertThat(selection)
            .isEqualTo(bucket == 0 ? RecordSelection.FILTERED : RecordSelection.OTHER_SHARD);
        assertThat(selection).isEqualTo(selector.selectUnreadRecord());
      }
    }
  }

  @Test
  void leavesARecordOfAnotherBucketToItsShardEvenIfTheFilterExcludesIt() {
    var shard = new ShardPlan(1, 0, new OffsetRange(0, 9), 1, 2);
    var selector = new RecordSelector(new Filter(List.of("x"), null, null), shard, 4);

    assertThat(selector.select(record(null))).isEqualTo(RecordSelection.OTHER_SHARD);
  }

  private static RecordSelection select(Filter filter, ConsumerRecord<byte[], byte[]> record) {
    var whole = new ShardPlan(0, 0, new OffsetRange(0, 9), 0, 1);
    return new RecordSelector(filter, whole, 4).select(record);
  }

  private static ConsumerRecord<byte[], byte[]> record(String key, String... headers) {
    var bytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    var record = new ConsumerRecord<byte[], byte[]>("orders", 0, 5, bytes, null);
    for (int i = 0; i < headers.length; i += 2) {
      record.headers().add(headers[i], headers[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    return record;
  }
}
