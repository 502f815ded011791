"""The columns of every export, as the pages of the specification have them."""

# key | English | French, as the pages of the exports have them.
TABLES = {
    "resolved-conversation": """
conversation_id | Conversation ID | ID de conversation
medium | Medium | Moyen
channel | Channel | Chaîne
channel_display_name | Channel Display Name | Nom complet de la chaîne
contact_id | Contact Profile ID | ID du profil du contact
contact_primary_identifier | Contact Primary Identifier | Identifiant principal du contact
contact_secondary_identifier | Contact Secondary Identifier | Identifiant secondaire du contact
created_at | Created at | Créé à
last_status_change_agent_id | Last Status Change Agent ID | \
ID du dernier agent de changement de statut
last_status_change_agent_name | Last Status Change Agent Name | \
Nom de l'agent de changement de statut
last_status_change_agent_reference | Last Status Change Agent Reference | \
Référence du dernier agent de changement de statut
last_status_change_team_id | Last Status Change Team ID | \
ID d'équipe du dernier changement de statut
last_status_change_team_name | Last Status Change Team Name | \
Dernier statut Changer le nom de l'équipe
current_status | Current Status | État actuel
resolved_by | Resolved By | Résolu par
resolve_reason | Resolve Reason | Résoudre la raison
resolve_comment | Resolve Comment | Résoudre le commentaire
triggered_by | Triggered By | Déclencheur de
resolved_at | Resolved at | Résolu à
resolved_agent_id | Resolved Agent ID | ID de l'agent résolu
resolved_agent_name | Resolved Agent Name | Nom de l'agent résolu
resolved_agent_reference | Resolved Agent Reference | Référence de l'agent résolu
inbound_messages | Number of Inbound Messages | Nombre de messages entrants
outbound_messages | Number of Outbound Messages | Nombre de messages sortants
first_response_time | First Response Time (s) | Premier (s) temps (s) de réponse
handling_time | Handling Time (s) | Temps (s) de traitement
no_reply_time | No Reply Time (s) | Délai (s) de non-réponse
cherry_picking_time | Cherry Picking Time (s) | Temps (s) de cueillette des cerises
resolution_time | Resolution Time (s) | Temps (s) de résolution
topic_ids | Topic IDs | ID de sujet
topic_names | Topic Names | Noms des sujets
conversation_url | Conversation URL | URL de la conversation
last_updated | Last Updated | Dernière mise à jour
language | Language | Langue
csat_score | CSAT Score | Score CSAT
csat_status | CSAT Status Completed | Statut CSAT Terminé
csat_follow_up_question | CSAT Follow-up Question | Question de suivi du CSAT
csat_follow_up_answer | CSAT Follow-up Response | Réponse de suivi CSAT
""",
    "message": """
message_id | Message ID | ID du message
created_at | Created at | Créé à
conversation_id | Conversation ID | ID de conversation
medium | Medium | Moyen
channel | Channel | Chaîne
channel_display_name | Channel Display Name | Nom complet de la chaîne
contact_id | Contact Profile ID | ID du profil du contact
contact_primary_identifier | Contact Primary Identifier | Identifiant principal du contact
contact_secondary_identifier | Contact Secondary Identifier | Identifiant secondaire du contact
message_type | Message Type | Type de message
origin | Origin | Origine
outbound_type | Outbound Message Type | Type de message sortant
direction | Direction | Direction
agent_id | Agent ID | ID de l'agent
agent_name | Agent Name | Nom de l'agent
agent_reference | Agent Reference | Référence de l'agent
team_id | Team ID | ID de l'équipe
team_name | Team Name | Nom de l'équipe
tag_ids | Tag IDs | ID de balise
tag_names | Tag Names | Noms des balises
content | Content | Contenus
conversation_url | Conversation URL | URL de la conversation
message_url | Post URL | URL de publication
last_updated | Last Updated | Dernière mise à jour
deleted_at | Deleted at | Supprimé à
system_user_type | System User Type | Type d'utilisateur du système
""",
    "team": """
created_at | Created at | Créé à
team_id | Team ID | ID de l'équipe
team_name | Team Name | Nom de l'équipe
resolves_with_reply | Resolves With Reply | Résout avec réponse
resolves_without_reply | Resolves Without Reply | Résout sans réponse
average_first_response_time | Average First Response Time (s) | Délai moyen de première réponse
average_resolution_time | Average Resolution Time (s) | Temps de résolution moyen
handling_time | Total Handling Time (s) | Temps de traitement total
no_reply_time | Total No Reply Time (s) | Délai total sans réponse
cherry_picking_time | Total Cherry Picking Time (s) | Temps total de cueillette des cerises
average_handling_time | Average Handling Time (s) | Temps de traitement moyen
contacts_helped | Contacts Helped | Contacts aidés
csat_1 | CSAT With Score 1 | CSAT avec score 1
csat_2 | CSAT With Score 2 | CSAT avec score 2
csat_3 | CSAT With Score 3 | CSAT avec score 3
csat_4 | CSAT With Score 4 | CSAT avec score 4
csat_5 | CSAT With Score 5 | CSAT avec score 5
tags_added | Tags Added | Tags ajoutés
topics_added | Topics Added | Sujets ajoutés
replies | Replies | Réponses
""",
    "contact": """
contact_id | Contact Profile ID | ID du profil du contact
medium | Medium | Moyen
primary_identifier | Primary Identifier | Identifiant principal
secondary_identifier | Secondary Identifier | Identifiant secondaire
created_at | Created at | Créé à
conversations | Number of Conversations | Nombre de conversations
inbound_messages | Number of Inbound Messages | Nombre de messages entrants
outbound_messages | Number of Outbound Messages | Nombre de messages sortants
last_updated | Last Updated | Dernière mise à jour
""",
    "topic": """
topic_id | Topic ID | ID du sujet
topic_name | Topic Name | Nom du sujet
active | Active | Actif
total_conversations | Total Conversations | Total des conversations
total_current_conversations | Total Current Conversations | Total des conversations en cours
medium | Medium | Moyen
channel | Channel | Chaîne
channel_display_name | Channel Display Name | Nom complet de la chaîne
""",
    "tag": """
tag_id | Tag ID | ID de balise
tag_name | Tag Name | Nom de la balise
active | Active | Actif
total_contacts | Total Contacts | Nombre total de contacts
total_messages | Total Messages | Nombre total de messages
total_current_messages | Total Current Messages | Total des messages actuels
medium | Medium | Moyen
channel | Channel | Chaîne
channel_display_name | Channel Display Name | Nom complet de la chaîne
""",
    "user-presence": """
user_id | User ID | ID utilisateur
user_name | User Name | Nom d'utilisateur
user_email | User Email | Adresse e-mail de l'utilisateur
type | Type | Type
away_state | Away State | État d'Away
from | From | De
to | To | À
duration | Duration (s) | Durée (s)
""",
    "user": """
user_id | User ID | ID utilisateur
user_name | User Name | Nom d'utilisateur
user_email | User Email | Adresse e-mail de l'utilisateur
user_reference | User Reference | Référence de l'utilisateur
available_time | Available Time (s) | Heure (s) disponible (s)
away_time | Away Time (s) | Temps d'absence (s)
contacts_helped | Contacts Helped | Contacts aidés
average_handling_time | Avg. Handling Time (s) | Moy. Temps (s) de traitement
handling_time | Handling Time (s) | Temps (s) de traitement
no_reply_time | No Reply Time (s) | Délai (s) de non-réponse
cherry_picking_time | Cherry Picking Time (s) | Temps (s) de cueillette des cerises
replies | Replies | Réponses
resolves_with_reply | Resolves - With Reply | Résout - Avec réponse
resolves_without_reply | Resolves - No Reply | Résout - Aucune réponse
tags_added | Tags Added | Tags ajoutés
topics_added | Topics Added | Sujets ajoutés
utilisation | Utilization (%) | Utilisation (%)
csat_1 | CSAT With Score 1 | CSAT avec score 1
csat_2 | CSAT With Score 2 | CSAT avec score 2
csat_3 | CSAT With Score 3 | CSAT avec score 3
csat_4 | CSAT With Score 4 | CSAT avec score 4
csat_5 | CSAT With Score 5 | CSAT avec score 5
""",
    "response-times": """
conversation_id | Conversation ID | ID de conversation
medium | Medium | Moyen
channel | Sender Channel | Canal de l'expéditeur
channel_display_name | Sender Channel Display Name | Nom complet du canal de l'expéditeur
contact_id | Contact Profile ID | ID du profil du contact
started_by | Started By | Commencé par
transfer_reason | Transfer Reason | Raison du transfert
from | From | De
to | To | À
response_time | Agent Response Time (s) | Temps (s) de réponse de l'agent
agent_id | Responding Agent ID | ID de l'agent répondant
agent_name | Responding Agent Name | Nom de l'agent répondant
agent_reference | Responding Agent Reference | Référence de l'agent de réponse
inbound_message_id | Inbound Message ID | ID du message entrant
outbound_message_id | Outbound Message ID | ID du message sortant
conversation_url | Conversation URL | URL de la conversation
""",
    "virtual-agent": """
agent_id | Agent ID | ID de l'agent
agent_name | Agent Name | Nom de l'agent
medium | Medium | Moyen
channel | Channel | Chaîne
channel_display_name | Channel Display Name | Nom complet de la chaîne
total_conversations | Total Conversations | Total des conversations
handed_over | Handed Over to Agent | Remise à l'agent
handed_over_error | Handed Over Due to Error | Transfert dû à une erreur
resolved | Resolved | Résolu
topics_applied | Total Conversations Topics | Total des conversations par sujet
messages_tagged | Total Messages Tagged | Nombre total de messages marqués
tags_applied | Total Message Tags | Le nombre de messages qui ont été marqués dans l'ensemble
""",
    "contact-attribute": """
contact_id | Contact Profile ID | ID du profil du contact
contact_primary_identifier | Contact Primary Identifier | Identifiant principal du contact
contact_secondary_identifier | Contact Secondary Identifier | Identifiant secondaire du contact
attribute_id | Attribute ID | ID d'attribut
attribute_name | Attribute Name | Nom de l'attribut
attribute_value | Attribute Value | Valeur d'attribut
attribute_type | Attribute Type | Type d'attribut
""",
}

DROPPED = [
    "resolve_reason",
    "resolve_comment",
    "triggered_by",
    "csat_score",
    "csat_status",
    "csat_follow_up_question",
    "csat_follow_up_answer",
]
"""What an open conversation does not have of a resolved one."""


def table(slug: str) -> list[tuple[str, ...]]:
    """Return key, English and French of each column of an export."""
    if slug == "open-conversation":
        return [row for row in table("resolved-conversation") if row[0] not in DROPPED]
    lines = TABLES[slug].strip().splitlines()
    return [tuple(cell.strip() for cell in line.split("|")) for line in lines]


SLUGS = [*TABLES, "open-conversation"]
