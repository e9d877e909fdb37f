"""What a person tells a reply: panels and questions of their own, loaded when first asked for."""
