package io.reprise.replay.http;

import io.javalin.http.Context;
import io.reprise.replay.browse.TopicBrowser;
import io.reprise.replay.operate.ReplayOperations;
import io.reprise.replay.sample.PlanSampler;
import io.reprise.runtime.access.Action;
import io.reprise.runtime.http.Caller;
import io.reprise.runtime.http.Permission;
import io.reprise.runtime.http.Problem;
import io.reprise.runtime.http.ProblemException;
import io.reprise.runtime.http.RequestParameters;
import io.reprise.runtime.http.Routes;
import java.util.concurrent.Semaphore;

/**
 * Serves the HTTP route of samples of plans. Other than a plan, a sample shows records, so it needs
 * the permission to read the topic. Thread-safe.
 */
final class SampleRoutes {
  private static final int DEFAULT_RECORDS = 10;
  private static final int MOST_RECORDS = 50;

  /** How many samples this worker reads at the same time: each opens up to 32 consumers. */
  private static final int AT_ONCE = 2;

  private final ReplayOperations operations;
  private final PlanSampler sampler;
  private final TopicBrowser topics;
  private final Semaphore sampling = new Semaphore(AT_ONCE);

  SampleRoutes(ReplayOperations operations, PlanSampler sampler, TopicBrowser topics) {
    this.operations = operations;
    this.sampler = sampler;
    this.topics = topics;
  }

  void addTo(Routes routes) {
    routes.post(
        "/api/v1/plans/sample",
        Permission.onTopicAndTarget(Action.READ, ReplayRoutes::ofPlan),
        ctx -> ctx.json(sample(ctx)));
  }

  private SampleView sample(Context ctx) {
    var spec = ReplayRoutes.unmaskedSpec(ctx);
    int asked = RequestParameters.intNumber(ctx, "records", 0, DEFAULT_RECORDS);
    if (!sampling.tryAcquire()) {
      throw new ProblemException(
              Problem.of(
                  429, "this worker is reading other samples: retry later, or ask another worker"))
          .withHeader("Retry-After", "2");
    }
    try {
      var sample = sampler.sample(operations.plan(spec), Math.min(MOST_RECORDS, asked));
      return SampleView.of(sample, Caller.of(ctx).mask(spec.source().topic()), topics.values());
    } finally {
      sampling.release();
    }
  }
}
