package io.reprise.helm;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import java.util.Map;

/**
 * The objects of the Prometheus operator and of KEDA, with the fields that the chart uses. No Java
 * classes of these projects can be had, so the fields are those of their documentation.
 */
final class CustomObjects {
  private CustomObjects() {}

  @Group("monitoring.coreos.com")
  @Version("v1")
  static final class ServiceMonitor extends CustomResource<ServiceMonitor.Spec, Void> {
    record Spec(Selector selector, List<Endpoint> endpoints) {}

    record Selector(Map<String, String> matchLabels, List<Expression> matchExpressions) {}

    record Expression(String key, String operator) {}

    record Endpoint(
        String port,
        String scheme,
        String path,
        String interval,
        Authorization authorization,
        JsonNode tlsConfig,
        List<Relabeling> relabelings) {}

    record Authorization(Credentials credentials) {}

    record Credentials(String name, String key) {}

    record Relabeling(List<String> sourceLabels, String targetLabel, String replacement) {}
  }

  @Group("monitoring.coreos.com")
  @Version("v1")
  static final class PrometheusRule extends CustomResource<PrometheusRule.Spec, Void> {
    record Spec(List<JsonNode> groups) {}
  }

  @Group("keda.sh")
  @Version("v1alpha1")
  static final class ScaledObject extends CustomResource<ScaledObject.Spec, Void> {
    record Spec(
        Target scaleTargetRef,
        int minReplicaCount,
        int maxReplicaCount,
        int pollingInterval,
        Fallback fallback,
        Advanced advanced,
        List<Trigger> triggers) {}

    record Target(String name) {}

    record Fallback(int failureThreshold, int replicas, String behavior) {}

    record Advanced(AutoscalerConfig horizontalPodAutoscalerConfig) {}

    record AutoscalerConfig(Behavior behavior) {}

    record Behavior(ScaleDown scaleDown) {}

    record ScaleDown(int stabilizationWindowSeconds) {}

    record Trigger(String type, Map<String, String> metadata, Authentication authenticationRef) {}

    record Authentication(String name) {}
  }
}
