package io.reprise.runtime.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/**
 * Samples each span that links to a sampled one, and a share of the others. So whoever has sampled
 * a request finds what later became of its events. Thread-safe.
 */
final class LinkedOrRatio implements Sampler {
  private final Sampler others;

  LinkedOrRatio(double ratio) {
    this.others = Sampler.traceIdRatioBased(ratio);
  }

  @Override
  public SamplingResult shouldSample(
      Context parent,
      String traceId,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    for (var link : links) {
      if (link.getSpanContext().isSampled()) {
        return SamplingResult.recordAndSample();
      }
    }
    return others.shouldSample(parent, traceId, name, kind, attributes, links);
  }

  @Override
  public String getDescription() {
    return "LinkedOr" + others.getDescription();
  }
}
