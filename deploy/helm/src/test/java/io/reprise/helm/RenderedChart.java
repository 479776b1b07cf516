package io.reprise.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.reprise.runtime.config.ConfigFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The objects of an installation, as Kubernetes' classes.
 *
 * @param objects all objects, in Helm's order
 */
record RenderedChart(List<HasMetadata> objects) {
  /** What Kubernetes would put into the variable that names the login of a user. */
  static final String JAAS =
      "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"shop\""
          + " password=\"secret\";";

  static final List<String> ROLES = List.of("ingest", "worker", "archiver", "compactor");

  static RenderedChart of(ObjectNode values) {
    return new RenderedChart(Chart.render(values).stream().map(KubernetesModel::parse).toList());
  }

  <T extends HasMetadata> Stream<T> all(Class<T> type) {
    return objects.stream().filter(type::isInstance).map(type::cast);
  }

  <T extends HasMetadata> T one(Class<T> type, String name) {
    return all(type)
        .filter(object -> object.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no %s %s".formatted(type.getSimpleName(), name)));
  }

  /** Returns the pod templates by the name of their role. */
  Map<String, PodTemplateSpec> pods() {
    var pods = new TreeMap<String, PodTemplateSpec>();
    all(Deployment.class).forEach(d -> add(pods, d.getSpec().getTemplate()));
    all(StatefulSet.class).forEach(s -> add(pods, s.getSpec().getTemplate()));
    return pods;
  }

  /** Returns the configuration of a role, as its service would read it. */
  <T extends Record> T config(String role, Class<T> type) {
    var text = one(ConfigMap.class, "shop-reprise-" + role).getData().get(role + ".yaml");
    return ConfigFile.parse(role, text, type, variables(pods().get(role)));
  }

  /** Returns the variables of a pod's container, as Kubernetes would set them. */
  static Map<String, String> variables(PodTemplateSpec pod) {
    var variables = new HashMap<String, String>();
    for (var variable : container(pod).getEnv()) {
      var from = variable.getValueFrom();
      if (from == null) {
        variables.put(variable.getName(), expanded(variable.getValue(), variables));
      } else if (from.getFieldRef() != null) {
        var field = from.getFieldRef().getFieldPath();
        variables.put(variable.getName(), field.equals("metadata.name") ? "pod-0" : field);
      } else if (variable.getName().equals("KAFKA_JAAS")) {
        variables.put(variable.getName(), JAAS);
      } else {
        variables.put(variable.getName(), "{security.protocol: SASL_SSL}");
      }
    }
    return variables;
  }

  /** Returns a value in which the variables before it replace their names, as in Kubernetes. */
  private static String expanded(String value, Map<String, String> before) {
    var expanded = value;
    for (var variable : before.entrySet()) {
      expanded = expanded.replace("$(" + variable.getKey() + ")", variable.getValue());
    }
    return expanded;
  }

  /** Returns the only container of a pod. */
  static Container container(PodTemplateSpec pod) {
    assertThat(pod.getSpec().getContainers()).hasSize(1);
    return pod.getSpec().getContainers().get(0);
  }

  private static void add(Map<String, PodTemplateSpec> pods, PodTemplateSpec template) {
    pods.put(template.getMetadata().getLabels().get("app.kubernetes.io/component"), template);
  }
}
