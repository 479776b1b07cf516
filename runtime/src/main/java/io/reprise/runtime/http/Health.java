package io.reprise.runtime.http;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Serves the health of a service. {@code GET /health/live} always answers 200. {@code GET
 * /health/ready} answers 200 if every readiness check holds, and otherwise 503 with the failed
 * checks. A warning that fails is in the answer with status 200: the service does its work without
 * what the warning names.
 */
final class Health {
  private final List<ReadinessCheck> checks;
  private final List<ReadinessCheck> warnings;

  Health(List<ReadinessCheck> checks, List<ReadinessCheck> warnings) {
    this.checks = List.copyOf(checks);
    this.warnings = List.copyOf(warnings);
  }

  void addTo(Routes routes) {
    // Load balancers and orchestrators ask without credentials.
    routes.get("/health/live", Permission.everyone(), ctx -> ctx.json(Map.of("status", "UP")));
    routes.get("/health/ready", Permission.everyone(), this::ready);
  }

  private void ready(Context ctx) {
    var faults = faults(checks);
    if (!faults.isEmpty()) {
      throw new ProblemException(
          Problem.of(503, "not-ready", "Not ready", "not ready: " + sentence(faults))
              .with("checks", faults));
    }
    var answer = new LinkedHashMap<String, Object>();
    answer.put("status", "UP");
    answer.put("checks", checks.stream().map(ReadinessCheck::name).toList());
    var warned = faults(warnings);
    if (!warned.isEmpty()) {
      answer.put("warnings", warned);
    }
    ctx.json(answer);
  }

  private static Map<String, String> faults(List<ReadinessCheck> checks) {
    var faults = new LinkedHashMap<String, String>();
    for (var check : checks) {
      fault(check).ifPresent(fault -> faults.put(check.name(), fault));
    }
    return faults;
  }

  /** Returns why a check fails now; empty if it holds. */
  static Optional<String> fault(ReadinessCheck check) {
    try {
      return check.fault().get();
    } catch (RuntimeException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static String sentence(Map<String, String> faults) {
    return String.join(
        "; ", faults.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).toList());
  }
}
