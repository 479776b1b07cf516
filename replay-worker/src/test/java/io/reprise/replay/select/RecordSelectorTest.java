package io.reprise.replay.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.spec.Filter;
import io.reprise.store.OffsetRange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RecordSelectorTest {
  private static final RecordSelectors SELECTORS = RecordSelectors.WITHOUT_SCHEMAS;

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
            SELECTORS.of(Filter.NONE, shard, 4).select(record) == RecordSelection.DELIVER ? 1 : 0;
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
        var selector = SELECTORS.of(filter, shard, 4);

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
    var selector = SELECTORS.of(new Filter(List.of("x"), null, null), shard, 4);

    assertThat(selector.select(record(null))).isEqualTo(RecordSelection.OTHER_SHARD);
  }

  @Test
  void selectsByAnExpressionAndAllOtherConditions() {
    var filter = where(List.of("user-1"), "headers['region'] == 'eu' && partition == 0");

    assertThat(select(filter, record("user-1", "region", "eu"))).isEqualTo(RecordSelection.DELIVER);
    assertThat(select(filter, record("user-1", "region", "us")))
        .isEqualTo(RecordSelection.FILTERED);
    assertThat(select(filter, record("user-2", "region", "eu")))
        .isEqualTo(RecordSelection.FILTERED);
  }

  @Test
  void anExpressionSeesWhatARecordHas() {
    var filter =
        where(
            List.of(),
            "type == 'order.placed' && source == '/shop' && key == 'k' && offset == 5"
                + " && time < timestamp('1970-01-01T00:00:01Z') && !('reprise' in headers)");

    assertThat(
            select(
                filter,
                record("k", "ce_type", "order.placed", "ce_source", "/shop", "reprise", "x")))
        .isEqualTo(RecordSelection.DELIVER);
    assertThat(select(where(List.of(), "key == null && type == ''"), record(null)))
        .isEqualTo(RecordSelection.DELIVER);
  }

  @Test
  void refusesARecordForWhichTheExpressionHasNoResult() {
    var filter = where(List.of(), "headers.region == 'eu'");

    assertThatThrownBy(() -> select(filter, record("k")))
        .isInstanceOf(UndecidedRecordException.class)
        .hasMessageContaining("there is no key 'region'");
  }

  @Test
  void asksTheExpressionOnlyAboutRecordsOfItsBucketWithASelectedKey() {
    var filter = where(List.of("x"), "headers['region'] == 'eu'");
    var second = new ShardPlan(1, 0, new OffsetRange(0, 9), 1, 2);

    assertThat(SELECTORS.of(filter, second, 4).select(record(null)))
        .isEqualTo(RecordSelection.OTHER_SHARD);
    assertThat(select(filter, record("y"))).isEqualTo(RecordSelection.FILTERED);
  }

  private static Filter where(List<String> keys, String expression) {
    return new Filter(keys, null, null, expression, null);
  }

  private static RecordSelection select(Filter filter, ConsumerRecord<byte[], byte[]> record) {
    var whole = new ShardPlan(0, 0, new OffsetRange(0, 9), 0, 1);
    return SELECTORS.of(filter, whole, 4).select(record);
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
