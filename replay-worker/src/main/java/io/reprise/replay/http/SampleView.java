package io.reprise.replay.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.replay.sample.MatchEstimate;
import io.reprise.replay.sample.PlanSample;
import io.reprise.replay.sample.SampledRecord;
import io.reprise.runtime.access.FieldMask;
import io.reprise.schemas.value.ValueReader;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sample of a plan's records, as JSON. The fields are those of {@link PlanSample}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SampleView(
    String planHash,
    long offsets,
    int blocks,
    int unread,
    long readOffsets,
    long readRecords,
    long matching,
    long undecided,
    @Nullable MatchEstimate estimate,
    List<SampledRecordView> selected,
    List<SampledRecordView> others) {

  /**
   * A record of a sample, as JSON: the fields of a record, and what follows.
   *
   * @param fault why the filter's expression has no result for the record, or why the transforms
   *     cannot change it; absent if neither is so
   * @param after the value as the target would get it, if the plan has transforms
   * @param changed the fields of the value that the transforms change
   * @param afterKey the new key, if the transforms change it and it is UTF-8
   * @param afterKeyBase64 the new key, if the transforms change it and it is not UTF-8
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record SampledRecordView(
      int partition,
      @JsonUnwrapped RecordView record,
      @Nullable String fault,
      @Nullable JsonNode after,
      @Nullable List<String> changed,
      @Nullable String afterKey,
      byte @Nullable [] afterKeyBase64) {

    static SampledRecordView of(SampledRecord sampled, FieldMask mask, ValueReader values) {
      var record = RecordView.decoded(sampled.record(), mask, values);
      var changed = sampled.changed();
      var shown = changed == null ? null : RecordView.decoded(changed, mask, values);
      var after = shown == null ? null : shown.value();
      boolean hasNewKey = changed != null && !Arrays.equals(changed.key(), sampled.record().key());
      return new SampledRecordView(
          sampled.record().partition(),
          record,
          sampled.fault(),
          after,
          after == null || record.value() == null
              ? null
              : ChangedFields.between(record.value(), after),
          shown == null || !hasNewKey ? null : shown.key(),
          shown == null || !hasNewKey ? null : shown.keyBase64());
    }
  }

  /**
   * Shows a sample as a caller may see it.
   *
   * @param mask what is hidden from the caller
   * @param values reads the values of records
   */
  static SampleView of(PlanSample sample, FieldMask mask, ValueReader values) {
    return new SampleView(
        sample.planHash(),
        sample.offsets(),
        sample.blocks(),
        sample.unread(),
        sample.readOffsets(),
        sample.readRecords(),
        sample.matching(),
        sample.undecided(),
        sample.estimate(),
        views(sample.selected(), mask, values),
        views(sample.others(), mask, values));
  }

  private static List<SampledRecordView> views(
      List<SampledRecord> records, FieldMask mask, ValueReader values) {
    return records.stream().map(record -> SampledRecordView.of(record, mask, values)).toList();
  }
}
