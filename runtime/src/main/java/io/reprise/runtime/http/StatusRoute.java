package io.reprise.runtime.http;

import io.reprise.runtime.access.Action;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Serves the status of a service at {@code GET /api/v1/status}: role, version, start, each
 * readiness check in one sentence with its time, and what runs and waits. Answers 200 also if a
 * check fails.
 */
final class StatusRoute {
  private static final String NO_FAULT = "no fault";

  private final ServiceStatus status;
  private final List<ReadinessCheck> checks;
  private final List<ReadinessCheck> warnings;
  private final Clock clock;
  private final Instant startedAt;

  /**
   * @param version the version of this build; {@code development} if it was not packaged
   * @param startedAt when the HTTP server was started
   * @param ready whether every check holds, apart from warnings
   */
  private record Answer(
      String role,
      String name,
      String version,
      Instant startedAt,
      Instant at,
      boolean ready,
      List<CheckView> checks,
      List<ServiceStatus.Work> work) {}

  private record CheckView(String name, boolean holds, String sentence, Instant checkedAt) {}

  /**
   * @param warnings checks that are shown, but do not decide whether the service is ready
   */
  StatusRoute(
      ServiceStatus status,
      List<ReadinessCheck> checks,
      List<ReadinessCheck> warnings,
      Clock clock) {
    this.status = status;
    this.checks = List.copyOf(checks);
    this.warnings = List.copyOf(warnings);
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  void addTo(Routes routes) {
    routes.get("/api/v1/status", Permission.of(Action.OBSERVE), ctx -> ctx.json(answer()));
  }

  private Answer answer() {
    var views = new ArrayList<>(checks.stream().map(StatusRoute::view).toList());
    boolean isReady = views.stream().allMatch(CheckView::holds);
    warnings.forEach(warning -> views.add(view(warning)));
    return new Answer(
        status.role(),
        status.name(),
        version(),
        startedAt,
        clock.instant(),
        isReady,
        views,
        status.work().get());
  }

  private static CheckView view(ReadinessCheck check) {
    var fault = Health.fault(check);
    return new CheckView(
        check.name(), fault.isEmpty(), fault.orElse(NO_FAULT), check.checkedAt().get());
  }

  private static String version() {
    var packaged = StatusRoute.class.getPackage().getImplementationVersion();
    return packaged == null ? "development" : packaged;
  }
}
