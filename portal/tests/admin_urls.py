"""What each address of the admin answers to an editor, when it names something of another lab: (GET, POST).

Refused: 403, 404, 405, or back to the desk. Moved: sent elsewhere. Shown: 200, with nothing of the other lab in it (which
the test looks at in every answer). Broken: a fault of Wagtail on a request that no screen makes.
"""

EXPECTED = {
    ("moved", "moved"): """
        - create_case create_event create_guide create_lab create_news create_tool wagtailadmin_login
        wagtailsnippets_tools_library_material: edit
    """,
    ("moved", "refused"): """
        - wagtailadmin_explore_root
    """,
    ("moved", "shown"): """
        guides: choose_parent
        lessons: choose_parent
        cases: choose_parent
        news: choose_parent
        event_pages: choose_parent
        lab_pages: choose_parent
        tools: choose_parent
        wagtailadmin_pages: choose_parent
    """,
    ("refused", "refused"): """
        - undo
        audit: index results
        files: delete_document delete_image edit_document edit_image
        desk: first_visit
        invitations: handle index results
        labs: add delete edit history history_results index index_results usage
        members: change end index invite results
        people: delete factors index results take_out
        promotions: add delete edit history history_results index index_results usage
        synonyms: add delete edit history history_results index index_results usage
        tool_imports: show undo
        simple_translation: submit_page_translation submit_snippet_translation
        wagtailadmin_api:documents: detail find listing
        wagtailadmin_api:images: detail find listing
        wagtailadmin_api:pages: action detail find
        - wagtailadmin_block_preview wagtailadmin_choose_page_chosen_multiple wagtailadmin_error_test
            wagtailadmin_explore wagtailadmin_explore_results wagtailadmin_password_reset
            wagtailadmin_password_reset_complete wagtailadmin_password_reset_confirm
            wagtailadmin_password_reset_done
        wagtailadmin_collections: add delete edit index set_privacy
        wagtailadmin_editing_sessions: ping
        wagtailadmin_pages: add add_subpage collect_workflow_action_data confirm_workflow_cancellation convert_alias
            copy delete edit history history_results lock move move_confirm preview_on_add preview_on_edit
            revisions_compare revisions_index revisions_revert revisions_unschedule revisions_view set_page_position
            set_privacy unlock unpublish usage view_draft workflow_action workflow_history workflow_history_detail
            workflow_preview
        wagtailadmin_reports: locked_pages locked_pages_results page_types_usage page_types_usage_results
        wagtailadmin_workflows: add add_task disable disable_task edit edit_task enable enable_task index
            index_results remove select_task_type task_index task_index_results usage usage_results
        wagtaildocs: create_multiple_from_uploaded_document delete delete_multiple delete_upload_multiple
            document_usage edit edit_multiple
        wagtaildocs_chooser: chosen
        wagtailimages: create_multiple_from_uploaded_image delete delete_multiple delete_upload_multiple edit
            edit_multiple image_usage preview url_generator url_generator_output
        wagtailimages_chooser: chosen select_format
        wagtailredirects: add delete edit index index_results process_import start_import
        wagtailsettings: edit preview_on_edit
        wagtailsites: add copy delete edit history history_results index index_results usage
        wagtailsnippetchoosers_network_keyfigure: create
        wagtailsnippetchoosers_portal_term: create
        wagtailsnippets: index
        wagtailsnippets_network_keyfigure: add delete edit history history_results list list_results usage
        wagtailsnippets_portal_term: add copy delete edit history history_results list list_results usage
        wagtailsnippets_tools_library_material: delete
        wagtailusers_groups: add delete edit history history_results index index_results usage
        wagtailusers_users: add copy delete edit history history_results index index_results usage
    """,
    ("refused", "shown"): """
        wagtailadmin_editing_sessions: release
    """,
    ("refused|shown", "refused"): """
        - wagtailadmin_choose_page_child
    """,
    ("shown", "broken"): """
        - wagtailadmin_choose_page_external_link
        wagtailsnippetchoosers_tools_library_material: create
    """,
    ("shown", "bad"): """
        wagtailadmin_workflows: task_chooser_create
        wagtaildocs: add_multiple
        wagtailimages: add_multiple
    """,
    ("shown", "moved"): """
        - wagtail_bulk_action
    """,
    ("shown", "refused"): """
        files: documents documents_results images images_results
        event_pages: index index_results
        lab_pages: index index_results
        cases: index index_results
        news: index index_results
        tool_imports: model
        desk: drafts drafts_results english english_results lab lab_results locked locked_results reread reread_results
            sent_back sent_back_results waiting waiting_results
        fruitless: index results
        guides: index index_results
        help: index page
        lessons: index index_results
        tools: index index_results
        wagtailadmin_api:pages: listing
        - wagtailadmin_choose_page wagtailadmin_choose_page_search wagtailadmin_dismissibles wagtailadmin_home
            wagtailadmin_javascript_catalog
        wagtailadmin_pages: search search_results type_use type_use_results
        wagtailadmin_reports: aging_pages aging_pages_results site_history site_history_results workflow
            workflow_results workflow_tasks workflow_tasks_results
        wagtailadmin_workflows: task_chooser task_chooser_results
        wagtaildocs: index index_results
        wagtaildocs_chooser: choose choose_results chosen_multiple
        wagtailimages: index index_results
        wagtailimages_chooser: choose choose_results chosen_multiple
        wagtailsnippetchoosers_network_keyfigure: choose choose_results chosen chosen_multiple
        wagtailsnippetchoosers_portal_term: choose choose_results chosen chosen_multiple
        wagtailsnippetchoosers_tools_library_material: choose choose_results chosen chosen_multiple
        wagtailsnippets_tools_library_material: history history_results list list_results usage
    """,
    ("shown", "shown"): """
        - wagtailadmin_account wagtailadmin_choose_page_anchor_link wagtailadmin_choose_page_email_link
            wagtailadmin_choose_page_phone_link wagtailadmin_sprite wagtailadmin_tag_autocomplete
            wagtailadmin_tag_model_autocomplete
        tool_imports: start
        wagtailadmin_workflows: task_chosen
        wagtaildocs: add
        wagtaildocs_chooser: create
        wagtailembeds: chooser chooser_upload
        wagtailimages: add
        wagtailimages_chooser: create
        wagtailsnippets_tools_library_material: add copy
    """,
}

# A manager has more rooms; what is in them is her lab's.
MANAGER = {
    "audit:index": ("shown", "refused"),
    "audit:results": ("shown", "refused"),
    "invitations:index": ("shown", "refused"),
    "invitations:results": ("shown", "refused"),
    "members:index": ("shown", "refused"),
    "members:invite": ("shown", "shown"),
    "members:results": ("shown", "refused"),
    "wagtailadmin_reports:locked_pages": ("shown", "refused"),
    "wagtailadmin_reports:locked_pages_results": ("shown", "refused"),
}


def expectations(role: str) -> dict[str, tuple[str, str]]:
    """{address name: (GET, POST)}"""
    found = {}
    for answers, table in EXPECTED.items():
        prefix = ""
        for word in table.split():
            if word.endswith(":") or word == "-":
                prefix = "" if word == "-" else word
            else:
                found[prefix + word] = answers
    return found | (MANAGER if role == "manager" else {})
